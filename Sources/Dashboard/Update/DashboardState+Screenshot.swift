internal import AWSWire
internal import CustomerDomain

extension DashboardState {
  /// Writes the screen to a file; without a name, to one that is named by the time.
  func screenshot(to path: String?) -> [Effect] {
    let time = now.iso8601.prefix { $0 != "." }.filter { $0 != "-" && $0 != ":" }
    return [.saveScreenshot(path: path ?? "rollcall-\(time).svg")]
  }

  /// What a picture of the screen shows, in words.
  package var pictureTitle: String { "rollcall, context \(context.name), \(now.iso8601)" }

  /// The panes that have no data yet, or none that is good.
  package var unfilledPanes: [Pane] {
    Pane.allCases.filter { pane in
      switch pane {
      case .customers: false
      case .workflow: workflow.freshness.lastSuccess == nil || !hasReport
      case .logs: !hasReadLogs || logs.window?.query != logs.query
      case .alarms: alarms.freshness.lastSuccess == nil
      }
    }
  }

  /// Whether all groups were read up to about now: the first answer tells of one group, or of a past
  /// that is still being read.
  private var hasReadLogs: Bool {
    guard let tail = logs.tail, tail.lastSuccess != nil else { return false }
    return tail.lagMilliseconds < 30_000 && !logs.isCatchingUp && !logs.isLoading
  }

  /// Whether what is known of the watched run has come.
  private var hasReport: Bool {
    workflow.watched == nil || workflow.watched == workflow.report?.detail.execution.arn
  }
}

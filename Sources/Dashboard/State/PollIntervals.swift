internal import AWSWire

/// How long it is between two readings of what is listed again and again, in milliseconds.
package struct PollIntervals: Hashable, Sendable, Codable {
  /// Between two lists of runs.
  package var executions: Int64
  /// Between two lists of alarms.
  package var alarms: Int64

  /// Makes intervals, in milliseconds.
  package init(executions: Int64, alarms: Int64) {
    (self.executions, self.alarms) = (executions, alarms)
  }

  /// How much later than its turn an answer may come, in milliseconds.
  private static let slack: Int64 = 5000
  /// The least age that is told, in milliseconds: below it `Age.data` has no numbers.
  private static let least: Int64 = 10_000

  /// How old the data of a pane becomes where all goes well, in milliseconds; `nil` for panes of which
  /// this tells nothing.
  func greatestAge(of pane: Pane) -> Int64? {
    let interval: Int64? =
      switch pane {
      case .workflow: executions
      case .alarms: alarms
      case .customers, .logs: nil
      }
    // An interval comes from a file that may be a recording of anybody's.
    return interval.map {
      max(PollIntervals.least, min(max(0, $0), .max / 4) + PollIntervals.slack)
    }
  }
}

extension DashboardState {
  /// When the data of a pane will be older than it becomes where all goes well; `nil` where nobody knows.
  func overdueMoment(of pane: Pane) -> Instant? {
    guard let last = freshness(of: pane)?.lastSuccess,
      let greatest = intervals?.greatestAge(of: pane)
    else { return nil }
    return last + greatest
  }

  /// Whether newer data of a pane should have come, but neither it nor a failure has, or it is paused.
  func isOverdue(_ pane: Pane) -> Bool { overdueMoment(of: pane).map { $0 <= now } ?? false }

  /// Whether some pane waits for newer data without an answer.
  var isSomeOverdue: Bool { !isPaused && Pane.allCases.contains(where: isOverdue) }
}

internal import Dashboard

/// What is fetched again and again, and whether that is paused; a pure value.
struct StandingOrders: Hashable, Sendable {
  /// The tasks that a pause ends.
  static let tasks: Set<TaskTable.Key> = Set(
    Pane.allCases.map { .effect(.refresh($0)) } + [
      .effect(.execution), .effect(.alarm), .effect(.overview), .effect(.why),
    ]
  )

  /// Whether nothing is fetched by itself.
  private(set) var isPaused = false
  /// Which log lines are read.
  private(set) var logSource = LogSource()
  private var watched: Effect?
  private var alarm: Effect?
  private var overview: Effect?
  private var why: Effect?

  /// Takes note of an effect.
  mutating func take(_ effect: Effect) {
    switch effect {
    case .watchExecution: watched = effect
    case .describeAlarm: alarm = effect
    case .leaveAlarm: alarm = nil
    case .watchOverview: overview = effect
    case .leaveOverview: overview = nil
    case .explain: why = effect
    case .leaveWhy: why = nil
    case .followLogs(let source): logSource = source
    case .pausePolling: isPaused = true
    case .resumePolling: isPaused = false
    default: break
    }
  }

  /// What is to be done anew when it goes on, besides the panes' lists.
  var effects: [Effect] { [watched, alarm, overview, why].compactMap { $0 } }
}

internal import AWSWire
internal import CustomerDomain
internal import Dashboard

/// A moment of a recording at which something began to be wrong.
package struct RecordedTrouble: Hashable, Sendable {
  /// What is wrong.
  package enum Kind: Hashable, Sendable {
    /// An alarm is in ALARM that was not before.
    case alarm(name: String)
    /// A line of the log tells of an error.
    case logError
    /// A pane cannot get newer data.
    case failure(String)
  }

  /// When, in milliseconds since the beginning.
  package var milliseconds: Int64
  /// What is wrong.
  package var kind: Kind
}

/// Finds where trouble begins, event by event.
struct TroubleFinder: Sendable {
  /// What was found so far, in order.
  private(set) var found: [RecordedTrouble] = []
  private var red: Set<String> = []
  private var lastError: Instant?
  private var failing: Set<Source> = []

  private enum Source: Hashable {
    case executions, alarms, logs
  }

  /// Looks at an event that happened at that time.
  mutating func take(_ event: DashboardEvent, at milliseconds: Int64) {
    switch event {
    case .alarmsRead(let roster, _):
      failing.remove(.alarms)
      let now = Set(roster.alarms.filter { $0.state == .alarm }.map(\.name))
      for name in now.subtracting(red).sorted() { add(.alarm(name: name), milliseconds) }
      red = now
    case .alarmsFailed(let failure, _): fail(.alarms, failure, milliseconds)
    case .executionsListed: failing.remove(.executions)
    case .executionsFailed(let failure, _): fail(.executions, failure, milliseconds)
    case .logTailChanged(let status, _):
      if let failure = status.failure {
        fail(.logs, failure, milliseconds)
      } else {
        failing.remove(.logs)
      }
    case .logsWindowed(let window):
      // Not the rows' numbers: older lines that are read on demand get the highest ones.
      let errors = window.lines.filter(\.isError).map(\.timestamp)
      let newest = errors.max() ?? Instant(milliseconds: .min)
      // What stood there when the recording began is not new.
      if let lastError, newest > lastError { add(.logError, milliseconds) }
      lastError = max(newest, lastError ?? newest)
    default: break
    }
  }

  private mutating func fail(_ source: Source, _ failure: ServiceFailure, _ milliseconds: Int64) {
    guard failing.insert(source).inserted else { return }
    add(.failure(failure.description), milliseconds)
  }

  private mutating func add(_ kind: RecordedTrouble.Kind, _ milliseconds: Int64) {
    found.append(RecordedTrouble(milliseconds: milliseconds, kind: kind))
  }
}

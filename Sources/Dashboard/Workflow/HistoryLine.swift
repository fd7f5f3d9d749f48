internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// One event of a run's history in one line.
struct HistoryLine: Hashable, Sendable {
  /// The event's number, from 1.
  let number: Int
  /// When it happened.
  let timestamp: Instant
  /// Its type.
  let type: SafeText
  /// Its state's name.
  let state: SafeText
  /// What it says in one line, cut at 400 columns.
  let details: SafeText
  /// Whether it tells of trouble.
  let isTrouble: Bool

  /// Makes a history ready for the screen; events inside a state are told to be in it.
  static func lines(of events: [ExecutionEvent]) -> [HistoryLine] {
    var states: [Int: String] = [:]
    return events.map { event in
      let isInside = !event.type.hasPrefix("Execution")
      // What follows a redrive goes on in the state in which the run had ended.
      let state = event.stateName ?? states[event.previousNumber]
      if !event.type.hasSuffix("StateExited") { states[event.number] = state }
      return HistoryLine(event, state: isInside ? state ?? "" : "")
    }
  }

  private init(_ event: ExecutionEvent, state: String) {
    number = event.number
    timestamp = event.timestamp
    type = SafeText(event.type)
    self.state = SafeText(state)
    details = SafeText(EventSummary(event.details).text, columns: 0..<400)
    isTrouble = ["Failed", "TimedOut", "Aborted"].contains { event.type.hasSuffix($0) }
  }
}

internal import AWSWire
internal import CustomerDomain
internal import JSONValue
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
  /// The rest of it in one line, cut at 400 columns.
  let details: SafeText
  /// Whether it tells of trouble.
  let isTrouble: Bool

  /// Makes an event ready for the screen.
  init(_ event: ExecutionEvent) {
    number = event.number
    timestamp = event.timestamp
    type = SafeText(event.type)
    state = SafeText(event.stateName ?? "")
    let isEmpty = event.details.isNull || event.details.object?.isEmpty == true
    details = isEmpty ? .empty : SafeText(event.details.text(), columns: 0..<400)
    isTrouble = ["Failed", "TimedOut", "Aborted"].contains { event.type.hasSuffix($0) }
  }
}

package import AWSWire
package import JSONValue

/// One event of a run's history.
package struct ExecutionEvent: Hashable, Sendable, Codable {
  /// The event's number, from 1.
  package var number: Int
  /// The number of the event that led to it; 0 for none.
  package var previousNumber: Int
  /// When it happened.
  package var timestamp: Instant
  /// Its type, such as `TaskStateEntered`.
  package var type: String
  /// The state's name, where it belongs to one.
  package var stateName: String?
  /// The rest of it, as the service gives it.
  package var details: JSON

  /// Makes an event.
  package init(
    number: Int,
    previousNumber: Int,
    timestamp: Instant,
    type: String,
    stateName: String?,
    details: JSON
  ) {
    self.number = number
    self.previousNumber = previousNumber
    self.timestamp = timestamp
    self.type = type
    self.stateName = stateName
    self.details = details
  }
}

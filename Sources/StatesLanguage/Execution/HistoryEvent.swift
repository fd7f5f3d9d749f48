package import JSONValue

/// One event of an execution's history.
package struct HistoryEvent: Hashable, Sendable {
  /// The event's number, counted from 1.
  package let id: Int
  /// The number of the event that led to this one, 0 for the first.
  package let previousEventId: Int
  /// When it happened.
  package let timestamp: Milliseconds
  /// The type, such as `TaskStateEntered`.
  package let type: String
  /// The key that the details have in an answer, such as `stateEnteredEventDetails`.
  package let detailsKey: String?
  /// What is said about it.
  package let details: JSON

  /// Makes an event of its parts.
  package init(
    id: Int,
    previousEventId: Int,
    timestamp: Milliseconds,
    type: String,
    detailsKey: String?,
    details: JSON
  ) {
    self.id = id
    self.previousEventId = previousEventId
    self.timestamp = timestamp
    self.type = type
    self.detailsKey = detailsKey
    self.details = details
  }

  /// The event as GetExecutionHistory answers it; the time is in seconds with a fraction.
  package var wire: JSON {
    var members: JSONObject = [
      "timestamp": .number(JSONNumber(Double(timestamp) / 1000)), "type": .string(type),
      "id": .number(JSONNumber(id)), "previousEventId": .number(JSONNumber(previousEventId)),
    ]
    if let detailsKey { members[detailsKey] = details }
    return .object(members)
  }
}

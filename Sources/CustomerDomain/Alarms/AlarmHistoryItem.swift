package import AWSWire

/// One entry of an alarm's history.
package struct AlarmHistoryItem: Hashable, Sendable, Codable {
  /// The alarm's name.
  package var alarmName: String
  /// When it happened.
  package var timestamp: Instant
  /// What happened: `StateUpdate`, `ConfigurationUpdate` or `Action`.
  package var type: String
  /// What happened, in one line.
  package var summary: String
  /// Why, in the service's words; empty where it does not say.
  package var detail: String

  /// Makes an entry.
  package init(
    alarmName: String,
    timestamp: Instant,
    type: String,
    summary: String,
    detail: String = ""
  ) {
    self.alarmName = alarmName
    self.timestamp = timestamp
    self.type = type
    self.summary = summary
    self.detail = detail
  }
}

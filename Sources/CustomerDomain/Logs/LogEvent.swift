package import AWSWire

/// One line of a log.
package struct LogEvent: Hashable, Sendable, Identifiable, Codable {
  /// How grave a line is.
  package enum Level: String, Hashable, Sendable, CaseIterable, Comparable, Codable {
    /// For whoever looks for a fault.
    case debug
    /// What happens.
    case info
    /// What was mended by itself.
    case warn
    /// What failed.
    case error

    /// Orders by gravity.
    package static func < (left: Level, right: Level) -> Bool {
      guard let a = allCases.firstIndex(of: left), let b = allCases.firstIndex(of: right) else {
        return false
      }
      return a < b
    }
  }

  /// The service's id for the event, unique in its group.
  package var eventID: String
  /// The log group.
  package var group: String
  /// The log stream.
  package var stream: String
  /// When it happened.
  package var timestamp: Instant
  /// When the service took it in.
  package var ingestedAt: Instant
  /// The line, as it was written.
  package var message: String

  /// Group and event id, which no other event has.
  package var id: String { "\(group)\u{0}\(eventID)" }

  /// Makes an event.
  package init(
    eventID: String,
    group: String,
    stream: String,
    timestamp: Instant,
    ingestedAt: Instant,
    message: String
  ) {
    self.eventID = eventID
    self.group = group
    self.stream = stream
    self.timestamp = timestamp
    self.ingestedAt = ingestedAt
    self.message = message
  }

  /// The last part of the group's name, such as `put_customer_id`.
  package var source: String { group.split(separator: "/").last.map(String.init) ?? group }
}

extension LogEvent: Comparable {
  /// Orders by time; events of the same time by when they came in, to the millisecond and then by
  /// their ids, which the service numbers as it takes events in.
  package static func < (left: LogEvent, right: LogEvent) -> Bool {
    if left.timestamp != right.timestamp { return left.timestamp < right.timestamp }
    if left.ingestedAt != right.ingestedAt { return left.ingestedAt < right.ingestedAt }
    return (left.eventID, left.group) < (right.eventID, right.group)
  }
}

extension [LogEvent] {
  /// Whether each comes after the one before.
  package var isOrdered: Bool { indices.dropFirst().allSatisfy { self[$0 - 1] < self[$0] } }
}

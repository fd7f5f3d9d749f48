internal import AWSWire
internal import CustomerDomain
internal import JSONValue
internal import Terminal

extension LogEvent {
  /// The event as `logs` prints it, with its times in milliseconds since the epoch.
  var json: JSON {
    [
      "timestamp": JSON(Int(timestamp.milliseconds)),
      "ingestionTime": JSON(Int(ingestedAt.milliseconds)), "group": .string(group),
      "stream": .string(stream), "message": .string(message), "eventId": .string(eventID),
    ]
  }

  /// The event in one line for people.
  var line: SafeText { "\(timestamp.iso8601) \(source) \(message)" }
}

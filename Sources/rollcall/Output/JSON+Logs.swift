internal import AWSWire
internal import CustomerDomain
internal import Dashboard
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

  /// The event in one line for people, as the dashboard puts it and however long; sources are made as wide
  /// as `sourceWidth`.
  func line(sourceWidth: Int = 0) -> SafeText {
    let line = LogLine(sequence: 0, event: self, room: .whole)
    let space = String(repeating: " ", count: max(0, sourceWidth - line.source.width))
    return line.parts.reduce("\(timestamp.iso8601) \(line.source)\(space) ") { $0 + $1.text }
  }
}

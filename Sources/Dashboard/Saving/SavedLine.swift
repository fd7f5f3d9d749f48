internal import AWSWire
package import CustomerDomain
internal import JSONValue
internal import Terminal

/// Log events as they are written into files.
package struct SavedLine: Sendable {
  /// How they are written.
  private let format: SaveFormat
  /// The fields that have columns of their own.
  private let fields: [String]

  /// Makes what writes events in a format.
  package init(_ format: SaveFormat, fields: [String]) {
    self.format = format
    self.fields = fields
  }

  /// What stands before all lines.
  package var heading: String {
    guard format == .csv else { return "" }
    return TableText.row(
      ["time", "source", "level"] + fields + ["message", "group", "stream", "ingested", "eventId"]
    )
  }

  /// An event, line ends included.
  package func text(_ event: LogEvent) -> String {
    switch format {
    case .text: plain(event)
    case .jsonLines: json(event).text() + "\n"
    case .csv: table(event)
    }
  }

  /// Time, source and the message as it was written, but for what a terminal would obey; what goes on
  /// in further lines is indented.
  private func plain(_ event: LogEvent) -> String {
    let lines = SafeText.lines(event.message).map(\.text)
    let first =
      "\(event.timestamp.iso8601) \(SafeText.visible(event.source)) \(lines.first ?? "")\n"
    return lines.dropFirst().reduce(first) { $0 + "    \($1)\n" }
  }

  /// The same members as the command `logs` prints.
  private func json(_ event: LogEvent) -> JSON {
    [
      "timestamp": JSON(Int(event.timestamp.milliseconds)),
      "ingestionTime": JSON(Int(event.ingestedAt.milliseconds)), "group": .string(event.group),
      "stream": .string(event.stream), "message": .string(event.message),
      "eventId": .string(event.eventID),
    ]
  }

  private func table(_ event: LogEvent) -> String {
    let line = LogLine(sequence: 0, event: event)
    let values = fields.map { line.value(of: $0)?.text ?? "" }
    return TableText.row(
      [event.timestamp.iso8601, event.source, line.level?.rawValue ?? ""] + values
        + [event.message, event.group, event.stream, event.ingestedAt.iso8601, event.eventID]
    )
  }
}

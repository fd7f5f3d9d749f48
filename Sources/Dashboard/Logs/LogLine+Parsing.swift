internal import AWSWire
package import CustomerDomain
internal import Terminal

extension LogLine {
  /// Makes a row of an event: fields where it is JSON, a summary where the platform wrote it.
  package init(sequence: Int, event: LogEvent, room: LogRoom = .row) {
    let body = LogBody(event.message, room: room)
    self.init(
      sequence: sequence,
      timestamp: event.timestamp,
      source: SafeText(event.source, columns: 0..<64),
      sourceRole: LogLine.role(of: event.group),
      kind: body.isPlatform ? .platform : .message,
      level: body.level,
      spellsLevel: body.spellsLevel,
      words: body.words,
      fields: body.fields,
      event: event,
      request: LogRequest(event.message)
    )
  }

  /// Makes a row that says where events are missing, and how many.
  package init(sequence: Int, gap: LogGap) {
    let text = "── \(gap.missing) over \(gap.length): \(gap.why) ──"
    self.init(
      sequence: sequence,
      timestamp: gap.from,
      source: SafeText(gap.group.split(separator: "/").last.map(String.init) ?? gap.group),
      sourceRole: LogLine.role(of: gap.group),
      kind: .gap,
      level: nil,
      words: [Part(role: .warn, text: SafeText(text))],
      gap: gap,
      event: nil
    )
  }

  /// The colour of a group: FNV-1a of its name, so that it is the same at every start.
  private static func role(of group: String) -> Role {
    let hash = group.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return .source(Int(hash % 8))
  }
}

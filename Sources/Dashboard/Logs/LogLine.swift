package import AWSWire
package import CustomerDomain
package import Terminal

/// A log event made ready for the screen, once and off the thread that draws.
package struct LogLine: Hashable, Sendable, Identifiable, Codable {
  /// What stands in the row.
  package enum Kind: Hashable, Sendable, Codable {
    /// What a function wrote.
    case message
    /// What the platform wrote around an invocation.
    case platform
    /// Events are missing here.
    case gap
  }

  /// A piece of the row with one meaning.
  package struct Part: Hashable, Sendable, Codable {
    /// What it means.
    package var role: Role
    /// What it says.
    package var text: SafeText
  }

  /// The row's number, unique and unchanged while the store holds it.
  package var sequence: Int
  /// When it happened.
  package var timestamp: Instant
  /// The function or group, in short.
  package var source: SafeText
  /// The colour of the source; the same for the same group at every start.
  package var sourceRole: Role
  /// What stands in the row.
  package var kind: Kind
  /// How grave it is, where the line says so.
  package var level: LogEvent.Level?
  /// Whether the level stands before what it says; otherwise that tells it in its own words.
  package var spellsLevel = false
  /// What it says after time, source and level, as far as there is room.
  package var words: [Part]
  /// Its named values, in the order in which they follow what it says.
  package var fields: [LogField] = []
  /// What is missing here; `nil` for an event.
  package var gap: LogGap?
  /// The event itself; `nil` for a gap.
  package var event: LogEvent?
  /// The invocation that wrote it, where it is known.
  package var request: LogRequest?

  /// The row's number.
  package var id: Int { sequence }

  /// All of it in order, the level's word first.
  package var parts: [Part] {
    guard spellsLevel, let level else { return body() }
    return [Part(role: level.role, text: SafeText(level.column))] + body()
  }

  /// What it says, and after that the fields that have no column of their own.
  func body(without columns: Set<String> = []) -> [Part] {
    var parts = words
    var isFirst = true
    for field in fields where !field.isQuiet && !columns.contains(field.name) {
      let gap: SafeText = isFirst && words.isEmpty ? .empty : isFirst || field.isApart ? "  " : " "
      parts.append(Part(role: .muted, text: gap + field.lead))
      parts.append(Part(role: field.role, text: field.brief ?? field.value))
      isFirst = false
    }
    return parts
  }

  /// What a column of that name shows.
  func value(of name: String) -> SafeText? { fields.first { $0.name == name }?.value }

  /// Whether it should stand out.
  package var isError: Bool { level == .error }

  /// Whether there is more of it than the row keeps.
  var isCut: Bool {
    // A wide character may not have fitted into the last column.
    if words.reduce(0, { $0 + $1.text.width }) >= LogRoom.row.line - 1 { return true }
    return fields.contains { !$0.isQuiet && $0.value.width >= LogRoom.row.field - 1 }
  }

  /// All parts as one text.
  var text: SafeText { parts.reduce(.empty) { $0 + $1.text } }
}

extension LogEvent.Level {
  /// How it is written in rows; only trouble is in capitals.
  var word: String {
    switch self {
    case .debug: "debug"
    case .info: "info"
    case .warn: "WARN"
    case .error: "ERROR"
    }
  }

  /// The word in five columns, so that what follows stands in one, and a space.
  var column: String { word + String(repeating: " ", count: 6 - word.count) }

  /// What it means for the eye.
  var role: Role {
    switch self {
    case .debug: .debug
    case .info: .info
    case .warn: .warn
    case .error: .error
    }
  }
}

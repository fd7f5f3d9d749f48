internal import AWSWire

/// A configuration file in the form that the AWS tools use: sections, settings, and settings that
/// hold further settings indented below them.
struct INIDocument: Hashable, Sendable {
  /// One setting.
  struct Entry: Hashable, Sendable {
    /// The value without white space around it.
    var value: String
    /// The line it stands on, from 1.
    var line: Int
    /// The settings indented below it.
    var nested: [String: String] = [:]
  }

  /// One section; of a name that is given twice, the settings come together.
  struct Section: Hashable, Sendable {
    /// The line it first stands on, from 1.
    var line: Int
    /// The settings by name, in lower case; of a name that is given twice the last one counts.
    var entries: [String: Entry] = [:]
  }

  /// The file's name, for errors.
  let file: String
  /// The sections by what stands between the brackets, with single spaces.
  private(set) var sections: [String: Section] = [:]

  /// Reads a file's text.
  ///
  /// - Throws: `SettingsError` with file and line where it is not of this form.
  init(_ text: String, file: String) throws(SettingsError) {
    self.file = file
    var (section, key) = (String?.none, String?.none)
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = INIDocument.withoutComment(raw)
      let words = line.trimmed
      if words.isEmpty { continue }
      if let first = line.first, first.isWhitespace, let section, let key {
        try nest(words, below: key, in: section, line: index + 1)
      } else if words.hasPrefix("[") {
        section = try open(words, line: index + 1)
        key = nil
      } else {
        key = try set(words, in: section, line: index + 1)
      }
    }
  }

  private mutating func open(_ words: Substring, line: Int) throws(SettingsError) -> String {
    guard words.hasSuffix("]"), words.count > 2 else { throw fault("expected [section]", line) }
    let name = words.dropFirst().dropLast().split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    guard !name.isEmpty else { throw fault("a section without a name", line) }
    if sections[name] == nil { sections[name] = Section(line: line) }
    return name
  }

  private mutating func set(
    _ words: Substring,
    in section: String?,
    line: Int
  ) throws(SettingsError) -> String {
    guard let section else { throw fault("a setting before the first [section]", line) }
    let (key, value) = try pair(words, line)
    sections[section]?.entries[key] = Entry(value: value, line: line)
    return key
  }

  private mutating func nest(
    _ words: Substring,
    below key: String,
    in section: String,
    line: Int
  ) throws(SettingsError) {
    let (inner, value) = try pair(words, line)
    sections[section]?.entries[key]?.nested[inner] = value
  }

  private func pair(_ words: Substring, _ line: Int) throws(SettingsError) -> (String, String) {
    guard let equals = words.firstIndex(of: "="), equals > words.startIndex else {
      throw fault("expected name = value", line)
    }
    let key = words[..<equals].trimmed.lowercased()
    return (key, String(words[words.index(after: equals)...].trimmed))
  }

  private func fault(_ reason: String, _ line: Int) -> SettingsError {
    SettingsError(reason, file: file, line: line)
  }

  /// A line up to its comment; a `#` or `;` begins one at the line's start or after white space.
  private static func withoutComment(_ line: Substring) -> Substring {
    var before: Character = " "
    for index in line.indices {
      if line[index] == "#" || line[index] == ";", before.isWhitespace { return line[..<index] }
      before = line[index]
    }
    return line
  }
}

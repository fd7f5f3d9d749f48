internal import Configuration
internal import Dashboard
internal import Spelling
internal import Terminal

/// The user's own keys, from the configuration's words to the key table.
struct KeyOverrides {
  private let words: [String: [String]]
  private let lines: [String: Int]
  private let file: String

  /// Takes the configuration's `keys`, and the lines that they stand on.
  init(_ words: [String: [String]], lines: [String: Int], file: String) {
    self.words = words
    self.lines = lines
    self.file = file
  }

  /// The key table with them.
  ///
  /// - Throws: `ConfigurationError` for an unknown command, an unknown key, or a key with two
  ///   meanings, both of which it names.
  func table() throws(ConfigurationError) -> KeyTable {
    var overrides: [Command: [Key]] = [:]
    // In the order of the file, so that the first mistake in it is told first.
    for (word, names) in words.sorted(by: { line($0.key) < line($1.key) }) {
      guard let command = Command(rawValue: word) else {
        throw ConfigurationError(
          source: file,
          line: lines["keys.\(word)"],
          reason: "keys: there is no command '\(word)'",
          advice: NearestWord.advice(word, among: Command.allCases.map(\.rawValue))
        )
      }
      overrides[command] = try names.map { name throws(ConfigurationError) in
        try key(name, of: word)
      }
    }
    do throws(KeyClash) {
      return try KeyTable(overrides: overrides)
    } catch {
      throw ConfigurationError(source: file, line: lines["keys"], reason: "keys: \(error)")
    }
  }

  private func line(_ word: String) -> Int { lines["keys.\(word)"] ?? 0 }

  private func key(_ name: String, of word: String) throws(ConfigurationError) -> Key {
    guard let key = Key(name: name) else {
      throw ConfigurationError(
        source: file,
        line: lines["keys.\(word)"],
        reason: "keys: there is no key '\(name)'",
        advice: advice(name)
      )
    }
    return key
  }

  private func advice(_ name: String) -> String {
    let letters = "abcdefghijklmnopqrstuvwxyz".map { "ctrl-\($0)" }
    let named = [
      "enter", "esc", "tab", "space", "backspace", "delete", "up", "down", "left", "right", "home",
      "end", "pgup", "pgdn",
    ].filter { Key(name: $0) != nil }
    return NearestWord.question(name, among: named + letters)
      ?? "write it like 'x', 'ctrl-x', 'f5' or 'pgdn'"
  }
}

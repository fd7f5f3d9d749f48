internal import Configuration
internal import Dashboard
internal import Terminal

/// The user's own keys, from the configuration's words to the key table.
struct KeyOverrides {
  private let words: [String: [String]]
  private let file: String

  /// Takes the configuration's `keys`.
  init(_ words: [String: [String]], file: String) {
    self.words = words
    self.file = file
  }

  /// The key table with them.
  ///
  /// - Throws: `ConfigurationError` for an unknown command, an unknown key, or a key with two
  ///   meanings, both of which it names.
  func table() throws(ConfigurationError) -> KeyTable {
    var overrides: [Command: [Key]] = [:]
    for (word, names) in words {
      guard let command = Command(rawValue: word) else {
        throw ConfigurationError(
          source: file,
          reason: "keys: there is no command '\(word)'",
          advice: Suggestion.nearest(to: word, among: Command.allCases.map(\.rawValue))
        )
      }
      overrides[command] = try names.map(key)
    }
    do throws(KeyClash) {
      return try KeyTable(overrides: overrides)
    } catch {
      throw ConfigurationError(source: file, reason: "keys: \(error)")
    }
  }

  private func key(_ name: String) throws(ConfigurationError) -> Key {
    guard let key = Key(name: name) else {
      throw ConfigurationError(
        source: file,
        reason: "keys: there is no key '\(name)'",
        advice: "write it like 'x', 'ctrl-x', 'f5' or 'pgdn'"
      )
    }
    return key
  }
}

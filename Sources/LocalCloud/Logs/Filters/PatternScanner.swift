/// Reads the characters of a filter pattern.
struct PatternScanner {
  /// The refusal of a malformed pattern.
  static let invalid = PatternFault.malformed

  private var rest: Substring
  /// How many regular expressions were taken; a pattern may have two.
  private(set) var regexCount = 0

  /// Begins at the start of `text`.
  init(_ text: String) { rest = Substring(text) }

  /// The next character.
  var peek: Character? { rest.first }

  /// Whether nothing is left.
  var isAtEnd: Bool { rest.isEmpty }

  /// Moves over white space.
  mutating func skipSpace() { rest = rest.drop { $0.isWhitespace } }

  /// Takes `text`, where it stands there.
  mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  /// Takes a word in any case, where it stands there as a whole.
  mutating func takeWord(_ word: String) -> Bool {
    let found = rest.prefix { $0.isLetter }
    guard found.uppercased() == word else { return false }
    rest = rest.dropFirst(found.count)
    return true
  }

  /// Takes characters as long as `isPart` holds.
  mutating func takeWhile(_ isPart: (Character) -> Bool) -> String {
    let found = rest.prefix(while: isPart)
    rest = rest.dropFirst(found.count)
    return String(found)
  }

  /// Takes a text in double quotes; `\"` and `\\` stand for themselves.
  ///
  /// - Throws: `PatternFault` where it does not end.
  mutating func takeQuoted() throws(PatternFault) -> String {
    guard take("\"") else { throw PatternScanner.invalid }
    var text = ""
    while let character = rest.first {
      rest.removeFirst()
      if character == "\"" { return text }
      if character == "\\", let escaped = rest.first, escaped == "\"" || escaped == "\\" {
        rest.removeFirst()
        text.append(escaped)
      } else {
        text.append(character)
      }
    }
    throw PatternScanner.invalid
  }

  /// Takes a regular expression between per cent signs.
  ///
  /// - Throws: `PatternFault` where it does not end or is malformed.
  mutating func takeRegex() throws(PatternFault) -> LinePattern {
    guard take("%") else { throw PatternScanner.invalid }
    let body = takeWhile { $0 != "%" }
    guard take("%"), !body.isEmpty else { throw PatternScanner.invalid }
    if let illegal = LinePattern.illegal(in: body) { throw .characters(illegal) }
    guard let regex = LinePattern(body) else { throw PatternScanner.invalid }
    regexCount += 1
    return regex
  }
}

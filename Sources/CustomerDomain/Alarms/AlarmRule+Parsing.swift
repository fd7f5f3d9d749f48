extension AlarmRule {
  /// Reads a rule; `nil` where it is none that is known here.
  package init?(_ text: String) {
    guard var reader = RuleReader(text), let rule = reader.either(), reader.isAtEnd else {
      return nil
    }
    self = rule
  }
}

/// Reads a rule by recursive descent: `OR` binds least, then `AND`, then `NOT`.
private struct RuleReader {
  private struct Token {
    /// The text, without quotes and escapes.
    let text: String
    let isQuoted: Bool
  }

  /// No rule of the service has more (500 elements, and an operator to each).
  private static let mostTokens = 5000
  private static let deepest = 200
  private static let signs: Set<Character> = ["(", ")", ","]

  private var tokens: ArraySlice<Token>
  private var depth = 0

  init?(_ text: String) {
    var found: [Token] = []
    var rest = Substring(text)
    while let first = rest.first {
      guard found.count < RuleReader.mostTokens else { return nil }
      if first.isWhitespace {
        rest.removeFirst()
      } else if RuleReader.signs.contains(first) {
        found.append(Token(text: String(rest.removeFirst()), isQuoted: false))
      } else if first == "\"" {
        rest.removeFirst()
        guard let quoted = RuleReader.takeQuoted(&rest) else { return nil }
        found.append(Token(text: quoted, isQuoted: true))
      } else {
        let word = rest.prefix { !$0.isWhitespace && !RuleReader.signs.contains($0) && $0 != "\"" }
        found.append(Token(text: String(word), isQuoted: false))
        rest.removeFirst(word.count)
      }
    }
    tokens = found[...]
  }

  private static func takeQuoted(_ rest: inout Substring) -> String? {
    var quoted = ""
    while let next = rest.popFirst() {
      if next == "\"" { return quoted }
      if next == "\\", let escaped = rest.popFirst() {
        quoted.append(escaped)
      } else {
        quoted.append(next)
      }
    }
    return nil
  }

  /// Whether nothing is left.
  var isAtEnd: Bool { tokens.isEmpty }

  private var word: String? {
    tokens.first.flatMap { $0.isQuoted ? nil : $0.text.uppercased() }
  }

  private mutating func take(_ wanted: String) -> Bool {
    guard word == wanted else { return false }
    tokens.removeFirst()
    return true
  }

  mutating func either() -> AlarmRule? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= RuleReader.deepest, let first = both() else { return nil }
    var parts = [first]
    while take("OR") {
      guard let next = both() else { return nil }
      parts.append(next)
    }
    return parts.count == 1 ? first : .any(parts)
  }

  private mutating func both() -> AlarmRule? {
    guard let first = single() else { return nil }
    var parts = [first]
    while take("AND") {
      guard let next = single() else { return nil }
      parts.append(next)
    }
    return parts.count == 1 ? first : .all(parts)
  }

  private mutating func single() -> AlarmRule? {
    // Counted and not nested, so that no row of NOTs exhausts the stack.
    var isNegated = false
    while take("NOT") { isNegated.toggle() }
    guard let part = primary() else { return nil }
    return isNegated ? .not(part) : part
  }

  private mutating func primary() -> AlarmRule? {
    if take("(") {
      guard let inner = either(), take(")") else { return nil }
      return inner
    }
    if take("TRUE") { return .constant(true) }
    if take("FALSE") { return .constant(false) }
    if take("AT_LEAST") { return atLeast() }
    guard let state = state(), take("("), let alarm = reference(), take(")") else { return nil }
    return .stands(state, alarm: alarm)
  }

  /// `AT_LEAST(2, ALARM, (a, b, c))`, from the bracket on.
  private mutating func atLeast() -> AlarmRule? {
    guard take("("), let least = tokens.popFirst()?.text, take(",") else { return nil }
    let isNegated = take("NOT")
    guard let state = state(), take(","), take("("), let first = reference() else { return nil }
    var alarms = [first]
    while take(",") {
      guard let next = reference() else { return nil }
      alarms.append(next)
    }
    guard take(")"), take(")") else { return nil }
    return .atLeast(least, state, isNegated: isNegated, alarms: alarms)
  }

  private mutating func state() -> Alarm.State? {
    guard let state = word.flatMap(Alarm.State.init(rawValue:)) else { return nil }
    tokens.removeFirst()
    return state
  }

  private mutating func reference() -> String? {
    guard let token = tokens.first, !token.text.isEmpty,
      token.isQuoted || !RuleReader.signs.contains(Character(String(token.text.prefix(1))))
    else { return nil }
    tokens.removeFirst()
    return token.text
  }
}

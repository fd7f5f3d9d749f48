/// Reads the rules of composite alarms by recursive descent.
struct AlarmRuleParser {
  private struct Token {
    /// The text, without quotes and escapes.
    let text: String
    let isQuoted: Bool
    /// Counted in characters, from 0.
    let place: Int
  }

  private static let starts =
    "'(', 'NOT', AT_LEAST, TRUE or FALSE, ALARM, OK, or INSUFFICIENT_DATA"

  private let tokens: [Token]
  private let length: Int
  private var at = 0
  private var elements = 0
  private var references: [String] = []

  /// The rule in `text`, and the alarms that it names as often as it does.
  ///
  /// - Throws: `AlarmRuleFault` where it is none.
  static func parse(_ text: String) throws(AlarmRuleFault) -> (
    root: AlarmRule.Node, references: [String]
  ) {
    var parser = try AlarmRuleParser(text)
    let root = try parser.either()
    guard parser.token == nil else { throw parser.unsupported("'AND' or 'OR'") }
    return (root, parser.references)
  }

  private init(_ text: String) throws(AlarmRuleFault) {
    let characters = Array(text)
    length = characters.count
    var (tokens, at): ([Token], Int) = ([], 0)
    while at < characters.count {
      let start = at
      switch characters[at] {
      case let space where space.isWhitespace: at += 1
      case "(", ")", ",":
        tokens.append(Token(text: String(characters[at]), isQuoted: false, place: start))
        at += 1
      case "\"":
        var quoted = ""
        at += 1
        while at < characters.count, characters[at] != "\"" {
          if characters[at] == "\\", at + 1 < characters.count { at += 1 }
          quoted.append(characters[at])
          at += 1
        }
        guard at < characters.count else {
          throw AlarmRuleFault("Unsupported token '\"\(quoted)' at char \(start)")
        }
        at += 1
        tokens.append(Token(text: quoted, isQuoted: true, place: start))
      default:
        while at < characters.count, !characters[at].isWhitespace,
          !["(", ")", ",", "\""].contains(characters[at])
        {
          at += 1
        }
        tokens.append(Token(text: String(characters[start..<at]), isQuoted: false, place: start))
      }
    }
    self.tokens = tokens
  }

  private var token: Token? { at < tokens.count ? tokens[at] : nil }

  private func unsupported(_ wanted: String) -> AlarmRuleFault {
    guard let token else {
      return AlarmRuleFault("Unexpected end of the rule at char \(length), must be: \(wanted)")
    }
    return AlarmRuleFault(
      "Unsupported token '\(token.text)' at char \(token.place), must be: \(wanted)"
    )
  }

  /// The word of the next token in capitals; `nil` where it is a name in quotes.
  private var word: String? {
    guard let token, !token.isQuoted else { return nil }
    return token.text.uppercased()
  }

  private mutating func take(_ wanted: String) -> Bool {
    guard word == wanted else { return false }
    at += 1
    return true
  }

  private mutating func demand(_ symbol: String) throws(AlarmRuleFault) {
    guard take(symbol) else { throw unsupported("'\(symbol)'") }
  }

  private mutating func count() throws(AlarmRuleFault) {
    elements += 1
    guard elements <= AlarmRule.mostElements else {
      throw AlarmRuleFault("The rule has more than \(AlarmRule.mostElements) elements")
    }
  }

  private mutating func either() throws(AlarmRuleFault) -> AlarmRule.Node {
    var parts = [try both()]
    while take("OR") { parts.append(try both()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func both() throws(AlarmRuleFault) -> AlarmRule.Node {
    var parts = [try single()]
    while take("AND") { parts.append(try single()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func single() throws(AlarmRuleFault) -> AlarmRule.Node {
    // Counted and not nested, so that no row of NOTs exhausts the stack.
    var isNegated = false
    while take("NOT") { isNegated.toggle() }
    let node = try primary()
    return isNegated ? .not(node) : node
  }

  private mutating func primary() throws(AlarmRuleFault) -> AlarmRule.Node {
    try count()
    if take("(") {
      let inner = try either()
      try demand(")")
      return inner
    }
    if take("TRUE") { return .constant(true) }
    if take("FALSE") { return .constant(false) }
    if take("AT_LEAST") { return try atLeast() }
    guard let word, AlarmRule.states.contains(word) else {
      throw unsupported(AlarmRuleParser.starts)
    }
    at += 1
    try demand("(")
    let alarm = try reference()
    try demand(")")
    return .state(word, of: alarm)
  }

  /// `AT_LEAST(M, STATE_CONDITION, (alarm, …))`, from the bracket on.
  private mutating func atLeast() throws(AlarmRuleFault) -> AlarmRule.Node {
    try demand("(")
    guard let text = token?.text, let least = AlarmRuleParser.least(text) else {
      throw unsupported("a number or percentage")
    }
    at += 1
    try demand(",")
    let isNegated = take("NOT")
    guard let state = word, AlarmRule.states.contains(state) else {
      throw unsupported("ALARM, OK, or INSUFFICIENT_DATA")
    }
    at += 1
    try demand(",")
    try demand("(")
    var alarms = [try reference()]
    while take(",") {
      try count()
      alarms.append(try reference())
    }
    guard take(")") else { throw unsupported("',' or ')'") }
    try demand(")")
    guard (1...alarms.count).contains(least.count(of: alarms.count)) else {
      throw AlarmRuleFault(
        "AT_LEAST needs a number from 1 to that of its alarms, which are \(alarms.count)"
      )
    }
    return .atLeast(least, state: state, isNegated: isNegated, of: alarms)
  }

  private static func least(_ text: String) -> AlarmRule.Least? {
    guard text.hasSuffix("%") else { return Int(text).map(AlarmRule.Least.count) }
    guard let percent = Double(text.dropLast()), percent > 0, percent <= 100 else { return nil }
    return .percent(percent)
  }

  private mutating func reference() throws(AlarmRuleFault) -> String {
    guard let token, token.isQuoted || !["(", ")", ","].contains(token.text), !token.text.isEmpty
    else { throw unsupported("the name or ARN of an alarm") }
    at += 1
    references.append(token.text)
    return token.text
  }
}

/// Reads expressions of metric math by recursive descent.
struct MathParser {
  /// How deep brackets and calls may lie in each other, so that no input exhausts the stack.
  private static let deepest = 64

  private let tokens: [MathToken]
  private var at = 0
  private var depth = 0

  /// Reads an expression.
  ///
  /// - Throws: `MathFault` where it is none.
  static func parse(_ text: String) throws(MathFault) -> MathExpression {
    var parser = MathParser(tokens: try MathToken.all(in: text))
    let expression = try parser.expression(0)
    guard parser.token.kind == .end else { throw parser.unexpected() }
    return expression
  }

  /// Whether a function is called anywhere in a text, be the text right or not.
  static func calls(_ name: String, in text: String) -> Bool {
    guard let tokens = try? MathToken.all(in: text) else { return false }
    return zip(tokens, tokens.dropFirst()).contains { word, next in
      word.kind == .word && word.text.uppercased() == name && next.text == "("
    }
  }

  private init(tokens: [MathToken]) { self.tokens = tokens }

  private var token: MathToken { tokens[min(at, tokens.count - 1)] }

  private func unexpected(_ wanted: String? = nil) -> MathFault {
    let wanted = wanted.map { ", must be: \($0)" } ?? ""
    guard token.kind != .end else {
      return MathFault("[Unexpected end at char \(token.place)\(wanted)]")
    }
    return MathFault("[Unsupported token '\(token.text)' at char \(token.place)\(wanted)]")
  }

  private var isSymbol: Bool { token.kind == .symbol }

  private mutating func take(_ symbol: String) -> Bool {
    guard isSymbol, token.text == symbol else { return false }
    at += 1
    return true
  }

  private mutating func demand(_ symbol: String) throws(MathFault) {
    guard take(symbol) else { throw unexpected("'\(symbol)'") }
  }

  private var infix: MathOperator? {
    token.kind == .symbol || token.kind == .word ? MathOperator(token: token.text) : nil
  }

  /// Reads operands with the operators between them that bind at least so strongly.
  private mutating func expression(_ strength: Int) throws(MathFault) -> MathExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= MathParser.deepest else {
      throw MathFault("The expression is nested too deeply")
    }
    var left = try operand()
    while let infix, infix.strength >= strength {
      at += 1
      let right = try expression(infix.strength + 1)
      left = .operation(infix, left, right)
    }
    return left
  }

  private mutating func operand() throws(MathFault) -> MathExpression {
    if take("-") {
      // A sign binds more strongly than all operators but the power: -2^2 is -4.
      return .negation(try expression(MathOperator.power.strength))
    }
    if take("+") { return try expression(MathOperator.power.strength) }
    if take("(") {
      let inner = try expression(0)
      try demand(")")
      return inner
    }
    if take("[") { return .array(try list(closedBy: "]")) }
    let token = token
    switch token.kind {
    case .number(let number):
      at += 1
      return .number(number)
    case .text:
      at += 1
      return .text(token.text)
    case .word where MathOperator(token: token.text) == nil:
      at += 1
      if take("(") { return .call(token.text.uppercased(), try list(closedBy: ")")) }
      let isReference = token.text.first?.isLowercase == true
      return isReference ? .reference(token.text) : .keyword(token.text)
    default: throw unexpected()
    }
  }

  private mutating func list(closedBy close: String) throws(MathFault) -> [MathExpression] {
    if take(close) { return [] }
    var elements = [try expression(0)]
    while take(",") { elements.append(try expression(0)) }
    guard take(close) else { throw unexpected("',' or '\(close)'") }
    return elements
  }
}

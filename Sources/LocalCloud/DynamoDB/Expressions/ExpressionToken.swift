/// The smallest parts of an expression.
enum ExpressionToken: Hashable, Sendable {
  /// A bare word: an attribute, a function or a keyword.
  case word(String)
  /// `#name`.
  case name(String)
  /// `:value`.
  case value(String)
  /// A list index.
  case number(Int)
  /// Punctuation: `( ) [ ] , . = <> < <= > >= + -`.
  case sign(String)

  /// Splits an expression.
  ///
  /// - Throws: `CloudError` at a character that no token begins with.
  static func split(_ text: String, kind: String) throws -> [ExpressionToken] {
    var tokens: [ExpressionToken] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "#" || first == ":" {
        let body = rest.dropFirst().prefix(while: isWordPart)
        guard !body.isEmpty else { throw fault(kind, text, first) }
        tokens.append(first == "#" ? .name("#" + body) : .value(":" + body))
        rest = rest.dropFirst(1 + body.count)
      } else if first.isASCII, first.isNumber {
        let body = rest.prefix { $0.isASCII && $0.isNumber }
        tokens.append(.number(Int(body) ?? Int.max))
        rest = rest.dropFirst(body.count)
      } else if isWordPart(first) {
        let body = rest.prefix(while: isWordPart)
        tokens.append(.word(String(body)))
        rest = rest.dropFirst(body.count)
      } else if let sign = ["<>", "<=", ">="].first(where: { rest.hasPrefix($0) }) {
        tokens.append(.sign(sign))
        rest = rest.dropFirst(2)
      } else if "()[],.=<>+-".contains(first) {
        tokens.append(.sign(String(first)))
        rest.removeFirst()
      } else {
        throw fault(kind, text, first)
      }
    }
    return tokens
  }

  private static func isWordPart(_ character: Character) -> Bool {
    character == "_" || character.isLetter || character.isASCII && character.isNumber
  }

  private static func fault(_ kind: String, _ text: String, _ found: Character) -> CloudError {
    DynamoDBError.invalid(kind, "Syntax error; token: \"\(found)\", near: \"\(text)\"")
  }

  /// The token as it was written.
  var text: String {
    switch self {
    case .word(let text), .name(let text), .value(let text), .sign(let text): text
    case .number(let number): String(number)
    }
  }
}

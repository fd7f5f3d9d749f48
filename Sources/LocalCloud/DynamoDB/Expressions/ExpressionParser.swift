internal import JSONValue

/// Reads condition, projection and update expressions by recursive descent.
struct ExpressionParser {
  /// The input's placeholders, among them those that were used so far.
  private(set) var names: ExpressionNames
  /// The member that holds the text, as refusals name it.
  let kind: String
  /// What the text was split into.
  let tokens: [ExpressionToken]
  /// Which token is read next.
  var position = 0
  private var depth = 0
  private var operators = 0

  /// The most bytes that an expression may have.
  private static let largest = 4096
  /// The most operators and functions that an expression may have.
  private static let mostOperators = 300

  /// Splits `text`, which is the member called `kind`.
  ///
  /// - Throws: `CloudError` where it is too long, or a character belongs to no token.
  init(_ text: String, kind: String, names: ExpressionNames) throws {
    guard text.utf8.count <= ExpressionParser.largest else {
      throw DynamoDBError.invalid(
        kind,
        "Expression size has exceeded the maximum allowed size; expression size: "
          + "\(text.utf8.count)"
      )
    }
    tokens = try ExpressionToken.split(text, kind: kind)
    self.kind = kind
    self.names = names
  }

  /// The whole text as a condition.
  mutating func wholeCondition() throws -> ConditionExpression {
    let condition = try disjunction()
    try expectEnd()
    return condition
  }

  /// The whole text as paths with commas between them.
  mutating func wholePaths() throws -> [AttributePath] {
    var paths = [try path()]
    while take(",") { paths.append(try path()) }
    try expectEnd()
    return paths
  }

  /// The token that is read next.
  var next: ExpressionToken? { position < tokens.count ? tokens[position] : nil }

  private mutating func disjunction() throws -> ConditionExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else {
      throw DynamoDBError.invalid(kind, "The expression has redundant parentheses;")
    }
    var parts = [try conjunction()]
    while try takeOperator("OR") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws -> ConditionExpression {
    var parts = [try negation()]
    while try takeOperator("AND") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws -> ConditionExpression {
    if try takeOperator("NOT") { return .not(try negation()) }
    if !isOperandInParentheses, take("(") {
      try checkParentheses(from: position - 1)
      let inner = try disjunction()
      try expect(")")
      return inner
    }
    return try predicate()
  }

  private mutating func predicate() throws -> ConditionExpression {
    let function = calledFunction
    if let function, function != "size" {
      let condition = try call(function)
      if isComparisonNext { throw misuse(of: function) }
      return condition
    }
    let left = try operand()
    if let function, !isComparisonNext, isEndOfConditionNext { throw misuse(of: function) }
    if try takeOperator("BETWEEN") {
      let low = try operand()
      guard takeWord("AND") else { throw fault() }
      return .between(left, low, try operand())
    }
    if try takeOperator("IN") {
      try expect("(")
      var list = [try operand()]
      while take(",") { list.append(try operand()) }
      try expect(")")
      try checkCount(ofList: list.count)
      return .isIn(left, list)
    }
    guard case .sign(let sign)? = next, ExpressionParser.comparators.contains(sign) else {
      throw fault()
    }
    position += 1
    try countOperator()
    return .compare(left, sign, try operand())
  }

  private mutating func call(_ function: String) throws -> ConditionExpression {
    position += 2
    try countOperator()
    let condition: ConditionExpression
    switch function {
    case "attribute_exists": condition = .exists(try pathArgument(of: function))
    case "attribute_not_exists": condition = .notExists(try pathArgument(of: function))
    case "attribute_type":
      let (path, type) = try typeArguments()
      condition = .hasType(path, type)
    case "begins_with", "contains":
      let both = try arguments(of: function, count: 2)
      condition =
        function == "contains" ? .contains(both[0], both[1]) : .beginsWith(both[0], both[1])
    default: throw unknown(function)
    }
    try expect(")")
    return condition
  }

  /// A path, a value or a size.
  mutating func operand() throws -> ConditionExpression.Operand {
    switch next {
    case .value(let placeholder):
      position += 1
      return .value(try names.value(placeholder, kind: kind))
    case .sign("("):
      try checkParentheses(from: position)
      position += 1
      guard next != .sign("(") else { throw fault() }
      let inner = try operand()
      try expect(")")
      return inner
    case .word where calledFunction != nil: return try functionOperand()
    default: return .path(try path())
    }
  }

  /// A path into the item.
  mutating func path() throws -> AttributePath {
    let name = try member()
    var steps: [AttributePath.Step] = []
    while true {
      if take(".") {
        steps.append(.member(try member()))
      } else if take("[") {
        guard case .number(let index)? = next else { throw fault() }
        position += 1
        try expect("]")
        steps.append(.index(index))
      } else {
        return AttributePath(name: name, steps: steps)
      }
    }
  }

  private mutating func member() throws -> String {
    switch next {
    case .word(let word):
      guard !ReservedWords.contains(word) else {
        throw DynamoDBError.invalid(
          kind,
          "Attribute name is a reserved keyword; reserved keyword: \(word)"
        )
      }
      position += 1
      return word
    case .name(let placeholder):
      position += 1
      return try names.name(placeholder, kind: kind)
    default: throw fault()
    }
  }

  /// Takes a sign, where it stands there.
  mutating func take(_ sign: String) -> Bool {
    guard next == .sign(sign) else { return false }
    position += 1
    return true
  }

  /// Takes a word in any case, where it stands there.
  mutating func takeWord(_ word: String) -> Bool {
    guard case .word(let found)? = next, found.uppercased() == word.uppercased() else {
      return false
    }
    position += 1
    return true
  }

  /// Takes an operator that is a word, and counts it.
  private mutating func takeOperator(_ word: String) throws -> Bool {
    guard takeWord(word) else { return false }
    try countOperator()
    return true
  }

  /// Counts an operator or a function.
  ///
  /// - Throws: `CloudError` where there are more than an expression may have.
  mutating func countOperator() throws {
    operators += 1
    guard operators <= ExpressionParser.mostOperators else {
      throw DynamoDBError.invalid(
        kind,
        "The expression contains too many operators; operator count: \(operators)"
      )
    }
  }

  /// Takes a sign that must stand there.
  mutating func expect(_ sign: String) throws {
    guard take(sign) else { throw fault() }
  }

  /// Refuses what follows the expression.
  mutating func expectEnd() throws {
    guard next == nil else { throw fault() }
  }

  /// The refusal of what stands at the position.
  func fault() -> CloudError {
    let near = tokens[max(0, position - 1)..<min(tokens.count, position + 2)]
    return DynamoDBError.invalid(
      kind,
      "Syntax error; token: \"\(next?.text ?? "<EOF>")\", near: "
        + "\"\(near.map(\.text).joined(separator: " "))\""
    )
  }
}

internal import JSONValue

extension ExpressionParser {
  /// The operands up to the closing bracket, which stays.
  ///
  /// - Throws: `CloudError` where they are not `count`.
  mutating func arguments(
    of function: String,
    count: Int
  ) throws -> [ConditionExpression.Operand] {
    var list: [ConditionExpression.Operand] = []
    if next != .sign(")") {
      repeat { list.append(try operand()) } while take(",")
    }
    guard list.count == count else {
      throw wrongCount(list.count, of: function)
    }
    return list
  }

  /// The refusal of a call with `count` operands.
  func wrongCount(_ count: Int, of function: String) -> CloudError {
    DynamoDBError.invalid(
      kind,
      "Incorrect number of operands for operator or function; operator or function: "
        + "\(function), number of operands: \(count)"
    )
  }

  /// The signs that compare two operands.
  static let comparators: Set<String> = ["=", "<>", "<", "<=", ">", ">="]
  /// The most operands that `IN` may look through.
  private static let longestList = 100
  private static let conditionFunctions: Set<String> = [
    "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains",
  ]

  /// The function whose call begins here, where one does.
  var calledFunction: String? {
    guard case .word(let function)? = next, position + 1 < tokens.count,
      tokens[position + 1] == .sign("(")
    else { return nil }
    return function
  }

  /// Whether what stands here compares what came before with something.
  var isComparisonNext: Bool { isComparison(at: position) }

  private func isComparison(at place: Int) -> Bool {
    guard place < tokens.count else { return false }
    return switch tokens[place] {
    case .sign(let sign): ExpressionParser.comparators.contains(sign)
    case .word(let word): ["BETWEEN", "IN"].contains(word.uppercased())
    default: false
    }
  }

  /// Whether a condition ends here, or another is joined to it.
  var isEndOfConditionNext: Bool {
    switch next {
    case nil, .sign(")")?: true
    case .word(let word)?: ["AND", "OR"].contains(word.uppercased())
    default: false
    }
  }

  /// Whether brackets open here that hold an operand, and not a condition.
  var isOperandInParentheses: Bool {
    closing(from: position).map { isComparison(at: $0 + 1) } ?? false
  }

  /// The place of the bracket that closes the one at `start`; `nil` where none opens or closes.
  func closing(from start: Int) -> Int? {
    guard start < tokens.count, tokens[start] == .sign("(") else { return nil }
    var depth = 0
    for place in tokens.indices.dropFirst(start) {
      if tokens[place] == .sign("(") { depth += 1 }
      if tokens[place] == .sign(")") { depth -= 1 }
      if depth == 0 { return place }
    }
    return nil
  }

  /// The refusal of a function that stands where its value is of no use.
  func misuse(of function: String) -> CloudError {
    DynamoDBError.invalid(
      kind,
      "The function is not allowed to be used this way in an expression; function: \(function)"
    )
  }

  /// The refusal of a function that there is not.
  func unknown(_ function: String) -> CloudError {
    DynamoDBError.invalid(kind, "Invalid function name; function: \(function)")
  }

  /// Refuses a longer list than `IN` takes.
  func checkCount(ofList count: Int) throws {
    guard count > ExpressionParser.longestList else { return }
    throw DynamoDBError.invalid(
      kind,
      "The IN operator is provided with too many operands; number of operands: \(count)"
    )
  }

  /// An operand that is a function of something, of which there is `size` alone.
  mutating func functionOperand() throws -> ConditionExpression.Operand {
    let function = calledFunction ?? ""
    guard function == "size" else {
      throw ExpressionParser.conditionFunctions.contains(function)
        ? misuse(of: function) : unknown(function)
    }
    position += 2
    try countOperator()
    let argument = try arguments(of: function, count: 1)[0]
    try expect(")")
    switch argument {
    case .path(let path): return .size(path)
    case .size: throw DynamoDBError.wrongOperand(kind, function, "N")
    case .value(let value):
      guard let size = ConditionExpression.size(value) else {
        throw DynamoDBError.wrongOperand(kind, function, AttributeValue.type(of: value) ?? "")
      }
      return .value(["N": .string(String(size))])
    }
  }

  /// The only argument of a function that takes a path.
  mutating func pathArgument(of function: String) throws -> AttributePath {
    try path(try arguments(of: function, count: 1)[0], function)
  }

  private func path(
    _ operand: ConditionExpression.Operand,
    _ function: String
  ) throws -> AttributePath {
    guard case .path(let path) = operand else {
      throw DynamoDBError.invalid(
        kind,
        "Operator or function requires a document path; operator or function: \(function)"
      )
    }
    return path
  }

  /// The arguments of `attribute_type`.
  mutating func typeArguments() throws -> (AttributePath, String) {
    let function = "attribute_type"
    let both = try arguments(of: function, count: 2)
    guard case .value(let value) = both[1], let name = value["S"]?.string else {
      var type = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
      if case .value(let value) = both[1] { type = AttributeValue.type(of: value) ?? type }
      throw DynamoDBError.wrongOperand(kind, function, type)
    }
    guard AttributeValue.types.contains(name) else {
      throw DynamoDBError.invalid(
        kind,
        "Invalid attribute type name found; type: \(name), valid types: "
          + "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
      )
    }
    return (try path(both[0], function), name)
  }

  /// Refuses brackets right inside the brackets that open at `start`.
  func checkParentheses(from start: Int) throws {
    guard let place = closing(from: start + 1), place + 1 < tokens.count,
      tokens[place + 1] == .sign(")")
    else { return }
    throw DynamoDBError.invalid(kind, "The expression has redundant parentheses;")
  }
}

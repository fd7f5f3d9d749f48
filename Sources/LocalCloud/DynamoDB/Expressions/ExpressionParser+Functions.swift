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
      throw DynamoDBError.invalid(
        kind,
        "Incorrect number of operands for operator or function; operator or function: "
          + "\(function), number of operands: \(list.count)"
      )
    }
    return list
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
  func checkParentheses(_ tokens: [ExpressionToken], from start: Int) throws {
    guard start + 1 < tokens.count, tokens[start + 1] == .sign("(") else { return }
    var depth = 0
    for place in tokens.indices.dropFirst(start + 1) {
      if tokens[place] == .sign("(") { depth += 1 }
      if tokens[place] == .sign(")") { depth -= 1 }
      guard depth == 0 else { continue }
      if place + 1 < tokens.count, tokens[place + 1] == .sign(")") {
        throw DynamoDBError.invalid(kind, "The expression has redundant parentheses;")
      }
      return
    }
  }
}

internal import JSONValue

extension ExpressionParser {
  /// The whole text as an update.
  mutating func wholeUpdate() throws -> UpdateExpression {
    var actions: [UpdateExpression.Action] = []
    var clauses: Set<String> = []
    while case .word(let word)? = next {
      let clause = word.uppercased()
      guard takeWord(clause), ["SET", "REMOVE", "ADD", "DELETE"].contains(clause) else {
        throw fault()
      }
      guard clauses.insert(clause).inserted else {
        throw DynamoDBError.invalid(
          kind,
          "The \"\(clause)\" section can only be used once in an update expression;"
        )
      }
      repeat { actions.append(try action(clause)) } while take(",")
    }
    try expectEnd()
    guard !actions.isEmpty else {
      throw DynamoDBError.invalid(kind, "The expression can not be empty;")
    }
    return UpdateExpression(actions: actions)
  }

  private mutating func action(_ clause: String) throws -> UpdateExpression.Action {
    let path = try path()
    switch clause {
    case "SET":
      try expect("=")
      try countOperator()
      return .set(path, try sum())
    case "REMOVE": return .remove(path)
    default:
      guard case .value(let value) = try operand() else { throw fault() }
      try checkOperand(clause, value)
      return clause == "ADD" ? .add(path, value) : .delete(path, value)
    }
  }

  private func checkOperand(_ clause: String, _ value: JSON) throws {
    let names = [
      "S": "STRING", "N": "NUMBER", "B": "BINARY", "NULL": "NULL", "BOOL": "BOOLEAN", "L": "LIST",
      "M": "MAP",
    ]
    let type = AttributeValue.type(of: value) ?? ""
    guard let name = names[type], clause != "ADD" || type != "N" else { return }
    throw DynamoDBError.invalid(
      kind,
      "Incorrect operand type for operator or function; operator: \(clause), operand type: "
        + "\(name), typeSet: ALLOWED_FOR_\(clause)_OPERAND"
    )
  }

  private mutating func sum() throws -> UpdateExpression.Term {
    let left = try term()
    if take("+") { return .sum(left, try term()) }
    if take("-") { return .difference(left, try term()) }
    return left
  }

  private mutating func term() throws -> UpdateExpression.Term {
    for function in ["if_not_exists", "list_append"] {
      guard next == .word(function) else { continue }
      _ = takeWord(function)
      try countOperator()
      try expect("(")
      let first = try term()
      try expect(",")
      let second = try term()
      try expect(")")
      if function == "list_append" { return .append(first, second) }
      guard case .operand(.path(let path)) = first else {
        throw DynamoDBError.invalid(
          kind,
          "Operator or function requires a document path; operator or function: \(function)"
        )
      }
      return .ifNotExists(path, second)
    }
    let operand = try operand()
    if case .path(let path) = operand, path.steps.isEmpty, take("(") {
      throw DynamoDBError.invalid(kind, "Invalid function name; function: \(path.name)")
    }
    return .operand(operand)
  }
}

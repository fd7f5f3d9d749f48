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
      return .set(path, try value())
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

  /// What a path is set to; all of it may stand in brackets.
  private mutating func value() throws -> UpdateExpression.Term {
    let isOperand = closing(from: position).map { place in
      place + 1 < tokens.count && [.sign("+"), .sign("-")].contains(tokens[place + 1])
    }
    guard isOperand == false else { return try sum() }
    position += 1
    let value = try sum()
    try expect(")")
    return value
  }

  private mutating func sum() throws -> UpdateExpression.Term {
    let left = try operandTerm()
    if take("+") { return .sum(left, try operandTerm()) }
    if take("-") { return .difference(left, try operandTerm()) }
    return left
  }

  private mutating func operandTerm() throws -> UpdateExpression.Term {
    guard take("(") else { return try term() }
    guard next != .sign("(") else { throw fault() }
    let inner = try term()
    try expect(")")
    return inner
  }

  private mutating func term() throws -> UpdateExpression.Term {
    guard let function = calledFunction else { return .operand(try operand()) }
    guard ["if_not_exists", "list_append"].contains(function) else { throw unknown(function) }
    position += 2
    try countOperator()
    var list: [UpdateExpression.Term] = []
    if next != .sign(")") {
      repeat { list.append(try operandTerm()) } while take(",")
    }
    guard list.count == 2 else { throw wrongCount(list.count, of: function) }
    try expect(")")
    if function == "list_append" { return .append(list[0], list[1]) }
    guard case .operand(.path(let path)) = list[0] else {
      throw DynamoDBError.invalid(
        kind,
        "Operator or function requires a document path; operator or function: \(function)"
      )
    }
    return .ifNotExists(path, list[1])
  }
}

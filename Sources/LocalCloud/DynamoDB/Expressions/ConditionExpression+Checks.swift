internal import JSONValue

extension ConditionExpression {
  /// Refuses what cannot be meant: operands that are the same, or of types that have no order.
  ///
  /// - Throws: `CloudError` that says which.
  func check(kind: String) throws {
    switch self {
    case .all(let parts), .any(let parts): for part in parts { try part.check(kind: kind) }
    case .not(let part): try part.check(kind: kind)
    case .compare(let left, let sign, let right):
      try Self.checkDistinct(left, right, sign, kind)
      guard !["=", "<>"].contains(sign) else { return }
      for operand in [left, right] { try Self.checkType(operand, of: ["S", "N", "B"], sign, kind) }
    case .between(_, .value(let low), .value(let high)): try Self.checkBounds(low, high, kind)
    case .beginsWith(let whole, let start):
      try Self.checkDistinct(whole, start, "begins_with", kind)
      for operand in [whole, start] {
        try Self.checkType(operand, of: ["S", "B"], "begins_with", kind)
      }
    case .contains(let whole, let part): try Self.checkDistinct(whole, part, "contains", kind)
    default: return
    }
  }

  private static func checkDistinct(
    _ left: Operand,
    _ right: Operand,
    _ operation: String,
    _ kind: String
  ) throws {
    guard case .path(let first) = left, case .path(let second) = right, first == second else {
      return
    }
    throw DynamoDBError.invalid(
      kind,
      "The first operand must be distinct from the remaining operands for this operator or "
        + "function; operator: \(operation), first operand: \(first)"
    )
  }

  private static func checkType(
    _ operand: Operand,
    of types: Set<String>,
    _ operation: String,
    _ kind: String
  ) throws {
    guard case .value(let value) = operand, let type = AttributeValue.type(of: value),
      !types.contains(type)
    else { return }
    throw DynamoDBError.wrongOperand(kind, operation, type)
  }

  private static func checkBounds(_ low: JSON, _ high: JSON, _ kind: String) throws {
    func shown(_ value: JSON) -> String {
      let type = AttributeValue.type(of: value) ?? ""
      return "AttributeValue: {\(type):\(value[type]?.string ?? value[type]?.text() ?? "")}"
    }
    let rule: String
    if AttributeValue.type(of: low) != AttributeValue.type(of: high) {
      rule = "requires same data type for lower and upper bounds"
    } else if let order = AttributeValue.order(low, high), order > 0 {
      rule = "requires upper bound to be greater than or equal to lower bound"
    } else {
      return
    }
    throw DynamoDBError.invalid(
      kind,
      "The BETWEEN operator \(rule); lower bound operand: \(shown(low)), upper bound operand: "
        + shown(high)
    )
  }

  /// The paths that the condition looks at.
  var paths: [AttributePath] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.paths)
    case .not(let part): part.paths
    case .compare(let left, _, let right), .beginsWith(let left, let right),
      .contains(let left, let right):
      [left, right].compactMap(\.path)
    case .between(let value, let low, let high): [value, low, high].compactMap(\.path)
    case .isIn(let value, let list): ([value] + list).compactMap(\.path)
    case .exists(let path), .notExists(let path), .hasType(let path, _): [path]
    }
  }
}

extension ConditionExpression.Operand {
  /// The path that the operand looks at, where it looks at one.
  var path: AttributePath? {
    switch self {
    case .path(let path), .size(let path): path
    case .value: nil
    }
  }
}

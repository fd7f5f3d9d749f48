internal import JSONValue

/// A query's condition on keys: one partition, and at most one condition on the range key.
struct KeyCondition: Sendable {
  /// A condition on one attribute, in the words of `KeyConditions`.
  struct Part: Sendable {
    /// The attribute's name, which need not be that of one of the table's keys.
    let name: String
    /// The operator, such as `EQ` or `BEGINS_WITH`; `KeyRange` refuses those that cannot be used.
    let comparison: String
    /// The attribute values to compare with: for `BETWEEN` the lower bound, then the upper one.
    let values: [JSON]
  }

  /// The conditions.
  let parts: [Part]

  /// Takes an expression apart.
  ///
  /// - Throws: `CloudError` where it is not a condition on keys.
  init(_ condition: ConditionExpression) throws {
    var parts: [Part] = []
    for single in KeyCondition.flat(condition) {
      let part = try KeyCondition.part(single)
      guard !parts.contains(where: { $0.name == part.name }) else {
        throw DynamoDBError.validation(
          "KeyConditionExpressions must only contain one condition per key"
        )
      }
      parts.append(part)
    }
    try self.init(parts)
  }

  /// Takes `KeyConditions`.
  ///
  /// - Throws: `CloudError` where one is malformed.
  init(legacy conditions: JSON) throws {
    try LegacyConditions.check(conditions)
    try self.init(
      (conditions.object ?? [:]).map { name, condition in
        Part(
          name: name,
          comparison: condition["ComparisonOperator"]?.string ?? "",
          values: try (condition["AttributeValueList"]?.array ?? []).map {
            try AttributeValue.checked($0)
          }
        )
      }
    )
  }

  private init(_ parts: [Part]) throws {
    guard (1...2).contains(parts.count) else {
      throw DynamoDBError.validation("Conditions can be of length 1 or 2 only")
    }
    self.parts = parts
  }

  private static func flat(_ condition: ConditionExpression) -> [ConditionExpression] {
    if case .all(let parts) = condition { parts.flatMap(flat) } else { [condition] }
  }

  private static func part(_ condition: ConditionExpression) throws -> Part {
    switch condition {
    case .compare(_, "<>", _): throw invalidOperator("<>")
    case .compare(.size, _, _), .compare(_, _, .size):
      throw DynamoDBError.validation("KeyConditionExpressions cannot contain nested operations")
    case .compare(.path, _, .path): throw invalid("Multiple attribute names used in one condition")
    case .compare(.path(let path), let sign, .value(let value)):
      return Part(name: try top(path), comparison: comparisons[sign] ?? "", values: [value])
    case .compare(.value(let value), let sign, .path(let path)):
      let turned = ["=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="][sign] ?? ""
      return Part(name: try top(path), comparison: comparisons[turned] ?? "", values: [value])
    case .between(.path(let path), .value(let low), .value(let high)):
      return Part(name: try top(path), comparison: "BETWEEN", values: [low, high])
    case .between: throw misplaced("BETWEEN")
    case .beginsWith(.path(let path), .value(let start)):
      return Part(name: try top(path), comparison: "BEGINS_WITH", values: [start])
    case .beginsWith: throw misplaced("begins_with")
    case .any: throw invalidOperator("OR")
    case .not: throw invalidOperator("NOT")
    case .isIn: throw invalidOperator("IN")
    case .exists: throw invalidOperator("attribute_exists")
    case .notExists: throw invalidOperator("attribute_not_exists")
    case .hasType: throw invalidOperator("attribute_type")
    case .contains: throw invalidOperator("contains")
    case .all, .compare: throw invalid("No key attribute specified")
    }
  }

  private static let comparisons = ["=": "EQ", "<": "LT", "<=": "LE", ">": "GT", ">=": "GE"]

  private static func top(_ path: AttributePath) throws -> String {
    guard path.steps.isEmpty else {
      throw DynamoDBError.validation(
        "KeyConditionExpressions cannot have conditions on nested attributes"
      )
    }
    return path.name
  }

  private static func invalidOperator(_ name: String) -> CloudError {
    DynamoDBError.validation("Invalid operator used in KeyConditionExpression: \(name)")
  }

  private static func invalid(_ reason: String) -> CloudError {
    DynamoDBError.validation("Invalid condition in KeyConditionExpression: \(reason)")
  }

  private static func misplaced(_ name: String) -> CloudError {
    invalid("\(name) operator must have the key attribute as its first operand")
  }
}

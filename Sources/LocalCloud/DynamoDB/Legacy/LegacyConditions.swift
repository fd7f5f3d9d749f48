internal import JSONValue

/// Reads the parameters that expressions have replaced: `Expected`, filters and their like.
///
/// Each is turned into the expression that means the same, so that there is one way to evaluate.
/// Source: DynamoDB Developer Guide, "Legacy conditional parameters".
enum LegacyConditions {
  /// `Expected` with its `ConditionalOperator`, where it is there.
  ///
  /// - Throws: `CloudError` where it is malformed.
  static func expected(_ input: CallInput) throws -> ConditionExpression? {
    guard let conditions = input.json["Expected"]?.object, !conditions.isEmpty else {
      try checkOperator(input)
      return nil
    }
    return joined(try conditions.map { try expected($0.key, $0.value) }, input)
  }

  /// `QueryFilter` or `ScanFilter` with its `ConditionalOperator`, where it is there.
  ///
  /// - Throws: `CloudError` where it is malformed.
  static func filter(_ input: CallInput, _ key: String) throws -> ConditionExpression? {
    guard let conditions = input.json[key]?.object, !conditions.isEmpty else {
      try checkOperator(input)
      return nil
    }
    try check(.object(conditions))
    return joined(
      try conditions.map { name, condition in
        try comparison(
          name,
          condition["ComparisonOperator"]?.string ?? "",
          condition["AttributeValueList"]?.array ?? []
        )
      },
      input
    )
  }

  /// `AttributesToGet`, where it is there.
  ///
  /// - Throws: `CloudError` where a name is given twice.
  static func projection(_ input: CallInput) throws -> Projection? {
    guard input.has("AttributesToGet") else { return nil }
    let names = input.texts("AttributesToGet")
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw DynamoDBError.invalidParameter("Duplicate value in attribute name: \(twice)")
    }
    return Projection(paths: names.map { AttributePath(name: $0, steps: []) })
  }

  private static func checkOperator(_ input: CallInput) throws {
    guard input.has("ConditionalOperator") else { return }
    throw DynamoDBError.invalidParameter(
      "ConditionalOperator can only be used when Filter or Expected has two or more elements"
    )
  }

  private static func joined(
    _ parts: [ConditionExpression],
    _ input: CallInput
  ) -> ConditionExpression {
    if parts.count == 1 { return parts[0] }
    return input.text(optional: "ConditionalOperator") == "OR" ? .any(parts) : .all(parts)
  }

  private static func expected(_ name: String, _ given: JSON) throws -> ConditionExpression {
    let (value, list) = (given["Value"], given["AttributeValueList"]?.array)
    if value != nil, list != nil {
      throw DynamoDBError.invalidParameter(
        "Value and AttributeValueList cannot be used together for Attribute: \(name)"
      )
    }
    let exists = given["Exists"].flatMap { $0.bool ?? $0.string.map { $0 == "true" } }
    if let comparison = given["ComparisonOperator"]?.string {
      guard exists == nil else {
        throw DynamoDBError.invalidParameter(
          "Exists and ComparisonOperator cannot be used together for Attribute: \(name)"
        )
      }
      if comparison != "NULL", comparison != "NOT_NULL", value == nil, list == nil {
        throw DynamoDBError.invalidParameter(
          "Value or AttributeValueList must be used with ComparisonOperator: \(comparison) "
            + "for Attribute: \(name)"
        )
      }
      let values = list ?? value.map { [$0] } ?? []
      try check(comparison, values)
      return try self.comparison(name, comparison, values)
    }
    guard list == nil else {
      throw DynamoDBError.invalidParameter(
        "AttributeValueList can only be used with a ComparisonOperator for Attribute: \(name)"
      )
    }
    let path = AttributePath(name: name, steps: [])
    if exists == false {
      guard value == nil else {
        throw DynamoDBError.invalidParameter(
          "Value cannot be used when Exists is false for Attribute: \(name)"
        )
      }
      return .notExists(path)
    }
    guard let value else {
      throw DynamoDBError.invalidParameter(
        "Value must be provided when Exists is \(exists.map { "\($0)" } ?? "null") for "
          + "Attribute: \(name)"
      )
    }
    return .compare(.path(path), "=", .value(try AttributeValue.checked(value)))
  }

  private static let signs = ["EQ": "=", "NE": "<>", "LE": "<=", "LT": "<", "GE": ">=", "GT": ">"]

  private static func comparison(
    _ name: String,
    _ comparison: String,
    _ given: [JSON]
  ) throws -> ConditionExpression {
    let path = AttributePath(name: name, steps: [])
    let values = try given.map {
      ConditionExpression.Operand.value(try AttributeValue.checked($0))
    }
    switch comparison {
    case "NULL": return .notExists(path)
    case "NOT_NULL": return .exists(path)
    case "CONTAINS": return .contains(.path(path), values[0])
    case "NOT_CONTAINS":
      return .all([.exists(path), .not(.contains(.path(path), values[0]))])
    case "BEGINS_WITH": return .beginsWith(.path(path), values[0])
    case "BETWEEN": return .between(.path(path), values[0], values[1])
    case "IN": return .isIn(.path(path), values)
    default: return .compare(.path(path), signs[comparison] ?? "=", values[0])
    }
  }

  /// Refuses conditions with the wrong number or types of values.
  ///
  /// - Throws: `CloudError` that says which.
  static func check(_ conditions: JSON) throws {
    for (_, condition) in conditions.object ?? [:] {
      let values = condition["AttributeValueList"]?.array ?? []
      for value in values { _ = try AttributeValue.checked(value) }
      try check(condition["ComparisonOperator"]?.string ?? "", values)
    }
  }

  private static func check(_ comparison: String, _ values: [JSON]) throws {
    let counts: ClosedRange<Int> =
      switch comparison {
      case "NULL", "NOT_NULL": 0...0
      case "BETWEEN": 2...2
      case "IN": 1...100
      default: 1...1
      }
    guard counts.contains(values.count) else {
      throw DynamoDBError.invalidParameter(
        "Invalid number of argument(s) for the \(comparison) ComparisonOperator"
      )
    }
    let types = values.map { AttributeValue.type(of: $0) ?? "" }
    guard Set(types).count <= 1 else {
      throw DynamoDBError.invalidParameter(
        "AttributeValues inside AttributeValueList must be of same type"
      )
    }
    let scalars: Set = ["S", "N", "B"]
    let allowed: Set<String>? =
      switch comparison {
      case "LE", "LT", "GE", "GT", "BETWEEN", "IN": scalars
      case "BEGINS_WITH": ["S", "B"]
      case "CONTAINS", "NOT_CONTAINS": scalars.union(["BOOL", "NULL"])
      default: nil
      }
    if let allowed, let type = types.first(where: { !allowed.contains($0) }) {
      throw DynamoDBError.invalidParameter(
        "ComparisonOperator \(comparison) is not valid for \(type) AttributeValue type"
      )
    }
    if comparison == "BETWEEN", let order = AttributeValue.order(values[0], values[1]), order > 0 {
      throw DynamoDBError.validation(
        "The BETWEEN condition was provided a range where the lower bound is greater than the "
          + "upper bound"
      )
    }
  }
}

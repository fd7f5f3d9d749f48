internal import JSONValue

/// The placeholders of one input, and which of them were used.
struct ExpressionNames {
  private let names: JSONObject
  private let values: JSONObject
  private var used: Set<String> = []

  /// Takes `ExpressionAttributeNames` and `ExpressionAttributeValues`.
  init(_ input: CallInput) {
    names = input.json["ExpressionAttributeNames"]?.object ?? [:]
    values = input.json["ExpressionAttributeValues"]?.object ?? [:]
  }

  /// The attribute's name that `placeholder` stands for.
  ///
  /// - Throws: `CloudError` where it is not defined.
  mutating func name(_ placeholder: String, kind: String) throws -> String {
    used.insert(placeholder)
    guard let name = names[placeholder]?.string else {
      throw DynamoDBError.invalid(
        kind,
        "An expression attribute name used in the document path is not defined; attribute name: "
          + placeholder
      )
    }
    return name
  }

  /// The value that `placeholder` stands for.
  ///
  /// - Throws: `CloudError` where it is not defined or not a value.
  mutating func value(_ placeholder: String, kind: String) throws -> JSON {
    used.insert(placeholder)
    guard let value = values[placeholder] else {
      throw DynamoDBError.invalid(
        kind,
        "An expression attribute value used in expression is not defined; attribute value: "
          + placeholder
      )
    }
    try AttributeValue.validate(value)
    return value
  }

  /// The condition in the member called `key`, where there is one.
  ///
  /// - Throws: `CloudError` where it cannot be read.
  mutating func condition(_ input: CallInput, _ key: String) throws -> ConditionExpression? {
    guard let text = input.json[key]?.string else { return nil }
    guard !text.isEmpty else {
      throw DynamoDBError.invalid(key, "The expression can not be empty;")
    }
    var parser = try ExpressionParser(text, kind: key, names: self)
    let condition = try parser.wholeCondition()
    self = parser.names
    return condition
  }

  /// The projection, where there is one.
  ///
  /// - Throws: `CloudError` where it cannot be read.
  mutating func projection(_ input: CallInput) throws -> Projection? {
    let key = "ProjectionExpression"
    guard let text = input.json[key]?.string else { return nil }
    var parser = try ExpressionParser(text, kind: key, names: self)
    let paths = try parser.wholePaths()
    self = parser.names
    return Projection(paths: paths)
  }

  /// The update; one that changes nothing where there is none.
  ///
  /// - Throws: `CloudError` where it cannot be read.
  mutating func update(_ input: CallInput) throws -> UpdateExpression {
    let key = "UpdateExpression"
    guard let text = input.json[key]?.string else { return UpdateExpression(actions: []) }
    var parser = try ExpressionParser(text, kind: key, names: self)
    let update = try parser.wholeUpdate()
    self = parser.names
    return update
  }

  /// Refuses placeholders that no expression used.
  ///
  /// - Throws: `CloudError` that names them.
  func checkAllUsed() throws {
    let unusedNames = names.keys.filter { !used.contains($0) }
    guard unusedNames.isEmpty else {
      throw DynamoDBError.validation(
        "Value provided in ExpressionAttributeNames unused in expressions: keys: "
          + "{\(unusedNames.joined(separator: ", "))}"
      )
    }
    let unusedValues = values.keys.filter { !used.contains($0) }
    guard unusedValues.isEmpty else {
      throw DynamoDBError.validation(
        "Value provided in ExpressionAttributeValues unused in expressions: keys: "
          + "{\(unusedValues.joined(separator: ", "))}"
      )
    }
  }
}

internal import JSONValue

/// The placeholders of one input, and which of them were used.
struct ExpressionNames {
  private let names: JSONObject
  private let values: JSONObject
  private var used: Set<String> = []

  /// Takes `ExpressionAttributeNames` and `ExpressionAttributeValues`.
  ///
  /// - Parameters:
  ///   - input: the operation's input.
  ///   - expressions: the members that hold expressions.
  ///   - legacy: the members that expressions replace.
  /// - Throws: `CloudError` where both kinds are given, or placeholders that nothing can use.
  init(_ input: CallInput, expressions: [String], legacy: [String] = []) throws {
    let given = expressions.filter(input.has)
    let others = legacy.filter(input.has)
    guard given.isEmpty || others.isEmpty else {
      throw DynamoDBError.validation(
        "Can not use both expression and non-expression parameters in the same request: "
          + "Non-expression parameters: {\(others.joined(separator: ", "))} "
          + "Expression parameters: {\(given.joined(separator: ", "))}"
      )
    }
    names = input.json["ExpressionAttributeNames"]?.object ?? [:]
    values = input.json["ExpressionAttributeValues"]?.object ?? [:]
    if input.has("ExpressionAttributeNames"), given.isEmpty {
      throw DynamoDBError.validation(
        "ExpressionAttributeNames can only be specified when using expressions"
      )
    }
    let valued = expressions.filter { $0 != "ProjectionExpression" }
    if input.has("ExpressionAttributeValues"), !valued.contains(where: input.has) {
      throw DynamoDBError.validation(
        "ExpressionAttributeValues can only be specified when using expressions: "
          + "\(valued.joined(separator: " and ")) \(valued.count > 1 ? "are" : "is") null"
      )
    }
    try checkKeys(input)
  }

  private func checkKeys(_ input: CallInput) throws {
    for (member, sign) in [("ExpressionAttributeNames", "#"), ("ExpressionAttributeValues", ":")]
    where input.has(member) {
      let keys = input.json[member]?.object?.keys ?? []
      guard !keys.isEmpty else { throw DynamoDBError.validation("\(member) must not be empty") }
      for key in keys {
        let body = key.dropFirst()
        let isRight =
          key.hasPrefix(sign) && !body.isEmpty
          && body.unicodeScalars.allSatisfy {
            $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0)
          }
        guard isRight else {
          throw DynamoDBError.validation(
            "\(member) contains invalid key: Syntax error; key: \"\(key)\""
          )
        }
      }
    }
    for (key, value) in values {
      do {
        _ = try AttributeValue.checked(value)
      } catch let error as CloudError {
        throw DynamoDBError.validation(
          "ExpressionAttributeValues contains invalid value: \(error.message) for key \(key)"
        )
      }
    }
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
    return try AttributeValue.checked(value)
  }

  /// The condition in the member called `key`, where there is one.
  ///
  /// - Throws: `CloudError` where it cannot be read.
  mutating func condition(_ input: CallInput, _ key: String) throws -> ConditionExpression? {
    guard let text = input.json[key]?.string else { return nil }
    var parser = try parser(text, key)
    let condition = try parser.wholeCondition()
    self = parser.names
    try condition.check(kind: key)
    return condition
  }

  /// The projection, where there is one.
  ///
  /// - Throws: `CloudError` where it cannot be read.
  mutating func projection(_ input: CallInput) throws -> Projection? {
    let key = "ProjectionExpression"
    guard let text = input.json[key]?.string else { return nil }
    var parser = try parser(text, key)
    let paths = try parser.wholePaths()
    self = parser.names
    try AttributePath.checkDistinct(paths, kind: key)
    return Projection(paths: paths)
  }

  /// The update; one that changes nothing where there is none.
  ///
  /// - Throws: `CloudError` where it cannot be read.
  mutating func update(_ input: CallInput) throws -> UpdateExpression {
    let key = "UpdateExpression"
    guard let text = input.json[key]?.string else { return UpdateExpression(actions: []) }
    var parser = try parser(text, key)
    let update = try parser.wholeUpdate()
    self = parser.names
    try update.check(kind: key)
    return update
  }

  private func parser(_ text: String, _ key: String) throws -> ExpressionParser {
    guard !text.isEmpty else {
      throw DynamoDBError.invalid(key, "The expression can not be empty;")
    }
    return try ExpressionParser(text, kind: key, names: self)
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

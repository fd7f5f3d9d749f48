internal import JSONValue

/// Reads `AttributeUpdates`, which update expressions have replaced.
enum LegacyUpdates {
  /// The update that means the same.
  ///
  /// - Throws: `CloudError` where one is malformed.
  static func update(_ input: CallInput) throws -> UpdateExpression {
    let actions = try (input.json["AttributeUpdates"]?.object ?? [:]).map { name, update in
      try action(AttributePath(name: name, steps: []), update)
    }
    return UpdateExpression(actions: actions)
  }

  private static func action(
    _ path: AttributePath,
    _ update: JSON
  ) throws -> UpdateExpression.Action {
    let kind = update["Action"]?.string ?? "PUT"
    guard let given = update["Value"], !given.isNull else {
      guard kind == "DELETE" else {
        throw DynamoDBError.invalidParameter(
          "Only DELETE action is allowed when no attribute value is specified"
        )
      }
      return .remove(path)
    }
    let value = try AttributeValue.checked(given)
    let type = AttributeValue.type(of: value) ?? ""
    switch kind {
    case "DELETE":
      guard ["SS", "NS", "BS"].contains(type) else {
        throw DynamoDBError.invalidParameter(
          "DELETE action with value is not supported for the type \(type)"
        )
      }
      return .delete(path, value)
    case "ADD":
      guard ["N", "L", "SS", "NS", "BS"].contains(type) else {
        throw DynamoDBError.invalidParameter("ADD action is not supported for the type \(type)")
      }
      return .add(path, value)
    default: return .set(path, .operand(.value(value)))
    }
  }
}

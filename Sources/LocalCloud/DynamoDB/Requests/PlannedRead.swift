internal import JSONValue

/// A read of one item as it was asked for, checked as far as that goes without its table.
struct PlannedRead: Sendable {
  /// The key attributes by name, well-formed but not yet held against the table's schema.
  let key: JSON
  /// What of the item is shown; `nil` for all of it.
  let projection: Projection?

  /// Reads what is asked for.
  ///
  /// - Throws: `CloudError` where something of it is wrong.
  init(_ input: CallInput) throws {
    projection = try PlannedRead.projection(input)
    key = try AttributeValue.checked(item: input.json["Key"] ?? [:])
  }

  /// What of each item is shown.
  ///
  /// - Throws: `CloudError` where something of it is wrong.
  static func projection(_ input: CallInput) throws -> Projection? {
    var names = try ExpressionNames(
      input,
      expressions: ["ProjectionExpression"],
      legacy: ["AttributesToGet"]
    )
    let legacy = try LegacyConditions.projection(input)
    let projection = try names.projection(input) ?? legacy
    try names.checkAllUsed()
    return projection
  }
}

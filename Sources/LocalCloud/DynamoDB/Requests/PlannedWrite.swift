internal import JSONValue

/// A write of one item as it was asked for, read and checked as far as that goes without its table.
struct PlannedWrite: Sendable {
  /// What is to be done with the item.
  enum Change: Sendable {
    /// Stores the item in place of one with the same key.
    case put(JSON)
    /// Removes the item with these key attributes, where there is one.
    case delete(key: JSON)
    /// Changes the item with these key attributes, or makes it where there is none.
    case update(key: JSON, UpdateExpression)
    /// Leaves the item with these key attributes alone; only the condition matters.
    case check(key: JSON)
  }

  /// The table's name or ARN.
  let table: String
  /// What is done once the condition holds.
  let change: Change
  /// What the item must meet as it is; `nil` for nothing.
  let condition: ConditionExpression?
  private let showsOldOnFailure: Bool

  /// Reads a put.
  ///
  /// - Throws: `CloudError` where something of it is wrong.
  init(put input: CallInput) throws {
    var names = try ExpressionNames(
      input,
      expressions: ["ConditionExpression"],
      legacy: ["Expected"]
    )
    let item = try AttributeValue.checked(item: input.json["Item"] ?? [:])
    try PlannedWrite.checkReturnValues(input)
    guard ItemSize.bytes(of: item) <= ItemSize.limit else { throw DynamoDBError.itemTooLarge }
    try self.init(.put(item), input, &names)
  }

  /// Reads a deletion.
  ///
  /// - Throws: `CloudError` where something of it is wrong.
  init(delete input: CallInput) throws {
    var names = try ExpressionNames(
      input,
      expressions: ["ConditionExpression"],
      legacy: ["Expected"]
    )
    let key = try AttributeValue.checked(item: input.json["Key"] ?? [:])
    try PlannedWrite.checkReturnValues(input)
    try self.init(.delete(key: key), input, &names)
  }

  /// Reads an update.
  ///
  /// - Throws: `CloudError` where something of it is wrong.
  init(update input: CallInput) throws {
    var names = try ExpressionNames(
      input,
      expressions: ["UpdateExpression", "ConditionExpression"],
      legacy: ["AttributeUpdates", "Expected"]
    )
    let key = try AttributeValue.checked(item: input.json["Key"] ?? [:])
    let update =
      input.has("AttributeUpdates")
      ? try LegacyUpdates.update(input) : try names.update(input)
    try self.init(.update(key: key, update), input, &names)
  }

  /// Reads a condition that nothing is done under.
  ///
  /// - Throws: `CloudError` where something of it is wrong.
  init(check input: CallInput) throws {
    var names = try ExpressionNames(input, expressions: ["ConditionExpression"])
    let key = try AttributeValue.checked(item: input.json["Key"] ?? [:])
    try self.init(.check(key: key), input, &names)
  }

  private init(_ change: Change, _ input: CallInput, _ names: inout ExpressionNames) throws {
    table = input.text(optional: "TableName") ?? ""
    self.change = change
    let legacy = try LegacyConditions.expected(input)
    condition = try names.condition(input, "ConditionExpression") ?? legacy
    try names.checkAllUsed()
    showsOldOnFailure =
      input.text(optional: "ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
  }

  private static func checkReturnValues(_ input: CallInput) throws {
    guard let wanted = input.text(optional: "ReturnValues"), wanted != "NONE", wanted != "ALL_OLD"
    else { return }
    throw DynamoDBError.validation("Return values set to invalid value")
  }

  /// The write on its table.
  ///
  /// - Throws: `CloudError` where it does not fit the table's keys.
  func on(_ table: TableSchema) throws -> ItemWrite {
    let key: StorageKey
    switch change {
    case .put(let item): key = try table.storageKey(ofItem: item)
    case .delete(let attributes), .check(let attributes):
      key = try table.storageKey(ofKey: attributes)
    case .update(let attributes, let update):
      key = try table.storageKey(ofKey: attributes)
      if let name = table.keyNames.first(where: { update.changedNames.contains($0) }) {
        throw DynamoDBError.invalidParameter(
          "Cannot update attribute \(name). This attribute is part of the key"
        )
      }
    }
    try table.checkNesting(condition?.paths ?? [])
    return ItemWrite(
      table: table,
      key: key,
      change: change,
      condition: condition,
      showsOldOnFailure: showsOldOnFailure
    )
  }
}

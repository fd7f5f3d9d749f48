internal import GRDB
internal import JSONValue

extension DynamoDBService {
  /// Reads one item.
  func getItem(_ input: CallInput) async throws -> JSON {
    let table = try tables.table(try input.text("TableName"))
    let key = try table.storageKey(ofKey: try required(input, "Key"))
    var names = ExpressionNames(input)
    let projection = try names.projection(input)
    try names.checkAllUsed()
    let item = try database.lookUp { db in try ItemStore.item(key, of: table, in: db) }
    guard let item else { return [:] }
    return ["Item": projection?.apply(to: item) ?? item]
  }

  /// Writes one item whole.
  func putItem(_ input: CallInput) async throws -> JSON {
    let table = try tables.table(try input.text("TableName"))
    let item = try required(input, "Item")
    try AttributeValue.validate(item: item)
    let key = try table.storageKey(ofItem: item)
    var names = ExpressionNames(input)
    let condition = try names.condition(input, "ConditionExpression")
    try names.checkAllUsed()
    let returned = try input.choice("ReturnValues", of: ["NONE", "ALL_OLD"])
    let needsOld = condition != nil || returned == "ALL_OLD"
    let onFailure = input.text(optional: "ReturnValuesOnConditionCheckFailure")
    let old = try await database.write { db -> JSON? in
      let old = needsOld ? try ItemStore.item(key, of: table, in: db) : nil
      try DynamoDBService.check(condition, old, onFailure)
      try ItemStore.put(item, key, of: table, in: db)
      return old
    }
    guard returned == "ALL_OLD", let old else { return [:] }
    return ["Attributes": old]
  }

  /// Removes one item.
  func deleteItem(_ input: CallInput) async throws -> JSON {
    let table = try tables.table(try input.text("TableName"))
    let key = try table.storageKey(ofKey: try required(input, "Key"))
    var names = ExpressionNames(input)
    let condition = try names.condition(input, "ConditionExpression")
    try names.checkAllUsed()
    let returned = try input.choice("ReturnValues", of: ["NONE", "ALL_OLD"])
    let onFailure = input.text(optional: "ReturnValuesOnConditionCheckFailure")
    let old = try await database.write { db -> JSON? in
      let old = try ItemStore.item(key, of: table, in: db)
      try DynamoDBService.check(condition, old, onFailure)
      try ItemStore.remove(key, of: table, in: db)
      return old
    }
    guard returned == "ALL_OLD", let old else { return [:] }
    return ["Attributes": old]
  }

  /// Changes attributes of one item, which is made where it is missing.
  func updateItem(_ input: CallInput) async throws -> JSON {
    let table = try tables.table(try input.text("TableName"))
    let keyAttributes = try required(input, "Key")
    let key = try table.storageKey(ofKey: keyAttributes)
    var names = ExpressionNames(input)
    let update = try names.update(input)
    let condition = try names.condition(input, "ConditionExpression")
    try names.checkAllUsed()
    if let changed = update.changedNames.first(where: { table.keyNames.contains($0) }) {
      throw DynamoDBError.validation(
        "One or more parameter values were invalid: Cannot update attribute \(changed). This "
          + "attribute is part of the key"
      )
    }
    let returned =
      try input.choice(
        "ReturnValues",
        of: ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"]
      ) ?? "NONE"
    let onFailure = input.text(optional: "ReturnValuesOnConditionCheckFailure")
    let (old, new) = try await database.write { db -> (JSON?, JSON) in
      let old = try ItemStore.item(key, of: table, in: db)
      try DynamoDBService.check(condition, old, onFailure)
      let new = try update.apply(to: old ?? keyAttributes)
      try AttributeValue.validate(item: new)
      try ItemStore.put(new, key, of: table, in: db)
      return (old, new)
    }
    let attributes: JSON? =
      switch returned {
      case "ALL_OLD": old
      case "ALL_NEW": new
      case "UPDATED_OLD": old.map { DynamoDBService.members(of: $0, update.changedNames) }
      case "UPDATED_NEW": DynamoDBService.members(of: new, update.changedNames)
      default: nil
      }
    return attributes.map { ["Attributes": $0] } ?? [:]
  }

  private static func members(of item: JSON, _ names: [String]) -> JSON {
    .object(JSONObject(names.compactMap { name in item[name].map { (name, $0) } }))
  }

  /// Refuses where a condition does not hold of the item that is there.
  static func check(_ condition: ConditionExpression?, _ old: JSON?, _ onFailure: String?) throws {
    guard let condition, try !condition.holds(of: old ?? [:]) else { return }
    throw DynamoDBError.conditionFailed(item: onFailure == "ALL_OLD" ? old : nil)
  }

  /// A member that must be an object.
  func required(_ input: CallInput, _ key: String) throws -> JSON {
    guard let value = input.json[key], value.object != nil else {
      throw input.fault(key, nil, "Member must not be null")
    }
    return value
  }
}

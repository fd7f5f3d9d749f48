internal import AWSWire
internal import GRDB
internal import JSONValue

extension DynamoDBService {
  /// Makes a table, which is active as soon as this is answered.
  func createTable(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    try DynamoDBShapes.createTable.check(input.json)
    try TableDefinition.check(input)
    let name = input.text(optional: "TableName") ?? ""
    let description = TableDefinition.description(input, identity, context)
    let tags = JSON.array(input.list("Tags")).text()
    try await database.write { db in
      guard try TableStore.table(name, in: db) == nil else { throw DynamoDBError.tableExists(name) }
      try TableStore.add(description, tags: tags, name: name, in: db)
    }
    tables.forget(name)
    return ["TableDescription": TableDefinition.beginning(description)]
  }

  /// Describes a table with its present size.
  func describeTable(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.ofTable.check(input.json)
    let name = TableCatalog.bareName(input.text(optional: "TableName") ?? "")
    return try await database.read { db in
      guard let table = try TableStore.table(name, in: db) else {
        throw DynamoDBError.tableNotFound(name)
      }
      return ["Table": try TableStore.sized(table, in: db)]
    }
  }

  /// Lists the tables' names, a page at a time.
  func listTables(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.listTables.check(input.json)
    let limit = input.json["Limit"]?.int ?? 100
    let start = input.text(optional: "ExclusiveStartTableName") ?? ""
    let names = try await database.read { db in
      try TableStore.names(after: start, limit: limit + 1, in: db)
    }
    var output: JSON = ["TableNames": .array(names.prefix(limit).map(JSON.string))]
    if names.count > limit { output["LastEvaluatedTableName"] = .string(names[limit - 1]) }
    return output
  }

  /// Changes how a table is billed and protected.
  func updateTable(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    try DynamoDBShapes.updateTable.check(input.json)
    let name = TableCatalog.bareName(input.text(optional: "TableName") ?? "")
    let changed = try await database.write { db -> TableSchema in
      guard let table = try TableStore.table(name, in: db) else {
        throw DynamoDBError.tableNotFound(name)
      }
      let description = try TableDefinition.updated(table.description, input, context)
      try TableStore.update(description, of: table, in: db)
      return TableSchema(id: table.id, description: description) ?? table
    }
    tables.forget(name)
    // The size is a walk over the items, which holds up no write.
    var description = try await database.read { db in try TableStore.sized(changed, in: db) }
    description["TableStatus"] = "UPDATING"
    return ["TableDescription": description]
  }

  /// Deletes a table and its items.
  func deleteTable(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.ofTable.check(input.json)
    let name = TableCatalog.bareName(input.text(optional: "TableName") ?? "")
    let table = try await database.write { db -> TableSchema in
      guard let table = try TableStore.table(name, in: db) else {
        throw DynamoDBError.tableNotFound(name)
      }
      if table.description["DeletionProtectionEnabled"]?.bool == true {
        throw DynamoDBError.validation(
          "Resource cannot be deleted as it is currently protected against deletion. Disable "
            + "deletion protection first."
        )
      }
      try TableStore.remove(table, in: db)
      return table
    }
    tables.forget(name)
    let kept = [
      "TableName", "ProvisionedThroughput", "TableArn", "TableId", "BillingModeSummary",
      "DeletionProtectionEnabled",
    ]
    var description: JSONObject = ["TableStatus": "DELETING", "ItemCount": 0, "TableSizeBytes": 0]
    for key in kept { description[key] = table.description[key] }
    return ["TableDescription": .object(description)]
  }
}

// MARK: - Facts about tables

extension DynamoDBService {
  /// Says that a table's items never expire.
  func describeTimeToLive(_ input: CallInput) throws -> JSON {
    try DynamoDBShapes.ofTable.check(input.json)
    _ = try existing(input)
    return ["TimeToLiveDescription": ["TimeToLiveStatus": "DISABLED"]]
  }

  /// Says that a table has no backups.
  func describeContinuousBackups(_ input: CallInput) throws -> JSON {
    try DynamoDBShapes.ofTable.check(input.json)
    _ = try existing(input)
    return [
      "ContinuousBackupsDescription": [
        "ContinuousBackupsStatus": "ENABLED",
        "PointInTimeRecoveryDescription": ["PointInTimeRecoveryStatus": "DISABLED"],
      ]
    ]
  }

  /// A table for its description, where a missing one is told by its name.
  private func existing(_ input: CallInput) throws -> TableSchema {
    do {
      return try table(of: input)
    } catch let error as CloudError where error == DynamoDBError.tableNotFound {
      throw DynamoDBError.tableNotFound(
        TableCatalog.bareName(input.text(optional: "TableName") ?? "")
      )
    }
  }

  /// Lists a table's tags.
  func listTags(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.ofResource.check(input.json)
    let table = try resource(input)
    let tags = try await database.read { db in try TableStore.tags(of: table, in: db) }
    return ["Tags": .array(tags)]
  }

  /// Adds tags to a table, in place of those with the same keys.
  func tagResource(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.tagResource.check(input.json)
    let table = try resource(input)
    let new = input.list("Tags")
    try await database.write { db in
      let keys = Set(new.compactMap { $0["Key"]?.string })
      let kept = try TableStore.tags(of: table, in: db).filter {
        !keys.contains($0["Key"]?.string ?? "")
      }
      guard kept.count + new.count <= 50 else {
        throw DynamoDBError.validation("One or more parameter values were invalid: Too many tags")
      }
      try TableStore.setTags(kept + new, of: table, in: db)
    }
    return [:]
  }

  /// Removes tags from a table.
  func untagResource(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.untagResource.check(input.json)
    let table = try resource(input)
    let keys = Set(input.texts("TagKeys"))
    try await database.write { db in
      let kept = try TableStore.tags(of: table, in: db).filter {
        !keys.contains($0["Key"]?.string ?? "")
      }
      try TableStore.setTags(kept, of: table, in: db)
    }
    return [:]
  }

  private func resource(_ input: CallInput) throws -> TableSchema {
    let arn = input.text(optional: "ResourceArn") ?? ""
    guard arn.hasPrefix(identity.arn("dynamodb", "table/")) else {
      throw DynamoDBError.validation(
        "Invalid TableArn: Invalid ResourceArn provided as input \(arn)"
      )
    }
    do {
      return try tables.table(arn)
    } catch let error as CloudError where error == DynamoDBError.tableNotFound {
      throw CloudError(
        "ResourceNotFoundException",
        "Requested resource not found: ResourcArn: \(arn) not found"
      )
    }
  }
}

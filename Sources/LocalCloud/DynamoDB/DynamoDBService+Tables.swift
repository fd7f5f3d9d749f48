internal import AWSWire
internal import GRDB
internal import JSONValue

extension DynamoDBService {
  /// Makes a table, which is active at once.
  func createTable(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let name = try tableName(input)
    var types: Set<String> = []
    for definition in input.list("AttributeDefinitions") {
      guard let name = definition["AttributeName"]?.string,
        let type = definition["AttributeType"]?.string, ["S", "N", "B"].contains(type)
      else {
        throw DynamoDBError.validation(
          "One or more parameter values were invalid: an attribute needs a name and a type S, N "
            + "or B"
        )
      }
      types.insert(name)
    }
    let keys = input.list("KeySchema").compactMap { $0["AttributeName"]?.string }
    guard !keys.isEmpty else { throw input.fault("keySchema", nil, "Member must not be null") }
    guard types.isSuperset(of: keys) else {
      throw DynamoDBError.validation(
        "One or more parameter values were invalid: Some index key attributes are not defined in "
          + "AttributeDefinitions. Keys: [\(keys.joined(separator: ", "))], "
          + "AttributeDefinitions: [\(types.sorted().joined(separator: ", "))]"
      )
    }
    if input.has("GlobalSecondaryIndexes") || input.has("LocalSecondaryIndexes") {
      throw DynamoDBError.validation("Secondary indexes are not supported by the local cloud")
    }
    let description = description(name, input, context)
    let schema = try await database.write { db -> TableSchema in
      guard try TableStore.table(name, in: db) == nil else { throw DynamoDBError.tableExists(name) }
      guard let schema = try TableStore.add(description, name: name, in: db) else {
        throw DynamoDBError.validation(
          "Invalid KeySchema: The first KeySchemaElement is not a "
            + "HASH key type"
        )
      }
      return schema
    }
    tables.add(schema)
    return ["TableDescription": description]
  }

  private func tableName(_ input: CallInput) throws -> String {
    let name = try input.text("TableName")
    let isLegal = name.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        || Character(UnicodeScalar(byte)).isASCII && Character(UnicodeScalar(byte)).isLetter
        || Character(UnicodeScalar(byte)).isWholeNumber
    }
    guard isLegal, (3...255).contains(name.utf8.count) else {
      throw input.fault(
        "TableName",
        name,
        "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
      )
    }
    return name
  }

  private func description(_ name: String, _ input: CallInput, _ context: CallContext) -> JSON {
    var description: JSONObject = [
      "AttributeDefinitions": .array(input.list("AttributeDefinitions")),
      "TableName": .string(name), "KeySchema": .array(input.list("KeySchema")),
      "TableStatus": "ACTIVE", "CreationDateTime": context.now.wire,
      "TableArn": .string(identity.arn("dynamodb", "table/\(name)")),
      "TableId": .string(UniqueID.uuid()),
      "ProvisionedThroughput": input.json["ProvisionedThroughput"] ?? [
        "NumberOfDecreasesToday": 0, "ReadCapacityUnits": 0, "WriteCapacityUnits": 0,
      ],
      "DeletionProtectionEnabled": .bool(input.bool("DeletionProtectionEnabled") ?? false),
    ]
    if input.text(optional: "BillingMode") == "PAY_PER_REQUEST" {
      description["BillingModeSummary"] = ["BillingMode": "PAY_PER_REQUEST"]
    }
    return .object(description)
  }

  /// Describes a table with its present size.
  func describeTable(_ input: CallInput) async throws -> JSON {
    let name = TableCatalog.bareName(try input.text("TableName"))
    return try await database.read { db in
      guard let table = try TableStore.table(name, in: db) else {
        throw DynamoDBError.tableNotFound(name)
      }
      let size = try TableStore.size(of: table, in: db)
      var description = table.description
      description["ItemCount"] = JSON(size.items)
      description["TableSizeBytes"] = JSON(size.bytes)
      return ["Table": description]
    }
  }

  /// Lists the tables' names, a page at a time.
  func listTables(_ input: CallInput) async throws -> JSON {
    let limit = try input.int("Limit", in: 1...100) ?? 100
    let start = input.text(optional: "ExclusiveStartTableName") ?? ""
    let names = try await database.read { db in
      try TableStore.names(after: start, limit: limit + 1, in: db)
    }
    var output: JSON = ["TableNames": .array(names.prefix(limit).map(JSON.string))]
    if names.count > limit { output["LastEvaluatedTableName"] = .string(names[limit - 1]) }
    return output
  }

  /// Deletes a table and its items.
  func deleteTable(_ input: CallInput) async throws -> JSON {
    let name = TableCatalog.bareName(try input.text("TableName"))
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
    tables.remove(name)
    var description = table.description
    description["TableStatus"] = "DELETING"
    return ["TableDescription": description]
  }
}

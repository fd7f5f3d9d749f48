internal import AWSWire
internal import JSONValue

/// What a table is defined by, and how it is described.
enum TableDefinition {
  /// Refuses a definition that cannot be kept.
  ///
  /// - Throws: `CloudError` that says why.
  static func check(_ input: CallInput) throws {
    try checkBilling(input)
    let defined = input.list("AttributeDefinitions").compactMap { $0["AttributeName"]?.string }
    let elements = input.list("KeySchema")
    let keys = elements.compactMap { $0["AttributeName"]?.string }
    guard keys.count <= defined.count else {
      throw DynamoDBError.validation(
        "Invalid KeySchema: Some index key attribute have no definition"
      )
    }
    guard keys.allSatisfy(defined.contains) else {
      throw DynamoDBError.invalidParameter(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: "
          + "[\(keys.joined(separator: ", "))], AttributeDefinitions: "
          + "[\(defined.joined(separator: ", "))]"
      )
    }
    guard Set(keys).count == keys.count else {
      throw DynamoDBError.validation(
        "Both the Hash Key and the Range Key element in the KeySchema have the same name"
      )
    }
    let wanted = [("first", "HASH"), ("second", "RANGE")]
    for ((place, kind), element) in zip(wanted, elements)
    where element["KeyType"]?.string != kind {
      throw DynamoDBError.validation(
        "Invalid KeySchema: The \(place) KeySchemaElement is not a \(kind) key type"
      )
    }
    for feature in ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"] where input.has(feature) {
      throw DynamoDBError.validation("Secondary indexes are not supported by the local cloud")
    }
    guard keys.count == defined.count else {
      throw DynamoDBError.invalidParameter(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in "
          + "AttributeDefinitions"
      )
    }
    try checkStream(input)
  }

  private static func checkStream(_ input: CallInput) throws {
    guard input.json["StreamSpecification"]?["StreamEnabled"]?.bool == true else { return }
    throw DynamoDBError.validation("Streams are not supported by the local cloud")
  }

  private static func checkBilling(_ input: CallInput) throws {
    if input.text(optional: "BillingMode") == "PAY_PER_REQUEST" {
      guard input.has("ProvisionedThroughput") else { return }
      throw DynamoDBError.invalidParameter(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
          + "PAY_PER_REQUEST"
      )
    }
    guard input.has("ProvisionedThroughput") else {
      throw DynamoDBError.invalidParameter(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
          + "PROVISIONED"
      )
    }
    for name in ["ReadCapacityUnits", "WriteCapacityUnits"] {
      guard let units = input.json["ProvisionedThroughput"]?[name]?.int,
        units > 1_000_000_000_000
      else { continue }
      throw DynamoDBError.validation("Given value \(units) for \(name) is out of bounds")
    }
  }

  /// The description of a table that is active.
  static func description(
    _ input: CallInput,
    _ identity: CloudIdentity,
    _ context: CallContext
  ) -> JSON {
    let name = input.text(optional: "TableName") ?? ""
    var description: JSONObject = [
      "AttributeDefinitions": .array(input.list("AttributeDefinitions")),
      "TableName": .string(name), "KeySchema": .array(input.list("KeySchema")),
      "TableStatus": "ACTIVE", "CreationDateTime": context.now.wire,
      "ProvisionedThroughput": throughput(input.json["ProvisionedThroughput"]),
      "TableArn": .string(identity.arn("dynamodb", "table/\(name)")),
      "TableId": .string(UniqueID.uuid()),
    ]
    if input.text(optional: "BillingMode") == "PAY_PER_REQUEST" {
      description["BillingModeSummary"] = onDemand(context)
    }
    if let kind = input.text(optional: "TableClass") {
      description["TableClassSummary"] = ["TableClass": .string(kind)]
    }
    description["DeletionProtectionEnabled"] = .bool(
      input.bool("DeletionProtectionEnabled") ?? false
    )
    return .object(description)
  }

  /// The description of a table that is only being made.
  static func beginning(_ description: JSON) -> JSON {
    var copy = description
    copy["TableStatus"] = "CREATING"
    copy["TableSizeBytes"] = 0
    copy["ItemCount"] = 0
    if description["BillingModeSummary"] != nil {
      copy["BillingModeSummary"] = ["BillingMode": "PAY_PER_REQUEST"]
    }
    return copy
  }

  private static func onDemand(_ context: CallContext) -> JSON {
    ["BillingMode": "PAY_PER_REQUEST", "LastUpdateToPayPerRequestDateTime": context.now.wire]
  }

  private static func throughput(_ given: JSON?) -> JSON {
    [
      "NumberOfDecreasesToday": 0, "ReadCapacityUnits": given?["ReadCapacityUnits"] ?? 0,
      "WriteCapacityUnits": given?["WriteCapacityUnits"] ?? 0,
    ]
  }

  /// A description after an update.
  ///
  /// - Throws: `CloudError` where nothing is changed, or something that there is not.
  static func updated(_ present: JSON, _ input: CallInput, _ context: CallContext) throws -> JSON {
    for feature in ["GlobalSecondaryIndexUpdates", "ReplicaUpdates"]
    where !input.list(feature).isEmpty {
      throw DynamoDBError.validation("\(feature) is not supported by the local cloud")
    }
    try checkStream(input)
    let changeable = [
      "BillingMode", "ProvisionedThroughput", "DeletionProtectionEnabled", "TableClass",
    ]
    guard changeable.contains(where: input.has) else {
      throw DynamoDBError.validation(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
          + "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required"
      )
    }
    var copy = present
    let isOnDemand = present["BillingModeSummary"]?["BillingMode"]?.string == "PAY_PER_REQUEST"
    let mode =
      input.text(optional: "BillingMode") ?? (isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED")
    if mode == "PAY_PER_REQUEST" {
      if input.has("ProvisionedThroughput") { try checkBilling(pay(input)) }
      if !isOnDemand { copy["BillingModeSummary"] = onDemand(context) }
      copy["ProvisionedThroughput"] = throughput(nil)
    } else {
      if isOnDemand {
        try checkBilling(input)
        copy["BillingModeSummary"] = provisioned(present["BillingModeSummary"], context)
      }
      if let given = input.json["ProvisionedThroughput"] {
        let isAlone = changeable.filter(input.has) == ["ProvisionedThroughput"]
        if isAlone, !isOnDemand { try checkChange(present["ProvisionedThroughput"], given) }
        copy["ProvisionedThroughput"] = throughput(given)
      }
    }
    if let kind = input.text(optional: "TableClass") {
      copy["TableClassSummary"] = [
        "TableClass": .string(kind), "LastUpdateDateTime": context.now.wire,
      ]
    }
    if let isProtected = input.bool("DeletionProtectionEnabled") {
      copy["DeletionProtectionEnabled"] = .bool(isProtected)
    }
    return copy
  }

  private static func provisioned(_ old: JSON?, _ context: CallContext) -> JSON {
    [
      "BillingMode": "PROVISIONED",
      "LastUpdateToPayPerRequestDateTime":
        old?["LastUpdateToPayPerRequestDateTime"] ?? context.now.wire,
    ]
  }

  /// Refuses a throughput that is what the table has already.
  private static func checkChange(_ old: JSON?, _ given: JSON) throws {
    guard
      ["ReadCapacityUnits", "WriteCapacityUnits"].allSatisfy({ old?[$0] == given[$0] })
    else { return }
    func words(_ kind: String) -> String {
      "Current \(kind) provisioned for the table: \(old?[kind]?.int ?? 0). "
        + "Requested \(kind): \(given[kind]?.int ?? 0). "
    }
    throw DynamoDBError.validation(
      "The provisioned throughput for the table will not change. The requested value equals the "
        + "current value. \(words("ReadCapacityUnits"))\(words("WriteCapacityUnits"))Refer to the "
        + "Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
    )
  }

  private static func pay(_ input: CallInput) -> CallInput {
    var json = input.json
    json["BillingMode"] = "PAY_PER_REQUEST"
    return CallInput(json)
  }
}

internal import JSONValue

/// The shapes of the inputs of DynamoDB's operations.
///
/// Source: the service's API model (botocore `dynamodb/2012-08-10`); the order of the values of an
/// enumeration is the one that the service's own refusals show.
enum DynamoDBShapes {
  private static let values: InputShape = .map(.attributeValue, kind: "AttributeValue")
  private static let names: InputShape = .map(.text(), kind: "java.lang.String")
  private static let capacity: InputShape = .choice(["INDEXES", "TOTAL", "NONE"])
  private static let metrics: InputShape = .choice(["SIZE", "NONE"])
  private static let onFailure: InputShape = .choice(["ALL_OLD", "NONE"])
  private static let returnValues: InputShape = .choice([
    "ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW",
  ])
  private static let conditional: InputShape = .choice(["OR", "AND"])
  private static let comparison: InputShape = .choice([
    "IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT", "NOT_NULL", "NE", "LE",
    "BEGINS_WITH", "GE", "CONTAINS",
  ])
  private static let attributesToGet: InputShape = .list(.text(), count: 1...255)

  /// The name of a table.
  static let tableName: InputShape = .text(nameRule)

  private static let tableNameOrARN: InputShape = {
    var rule = nameRule
    rule.takesARN = true
    return .text(rule)
  }()

  private static let nameRule = InputShape.TextRule(
    length: 3...255,
    pattern: (
      "[a-zA-Z0-9_.-]+",
      { name in
        !name.isEmpty
          && name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
              || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
              || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          }
      }
    )
  )

  private static let table = InputShape.Member.required("TableName", tableNameOrARN)

  private static let conditions: InputShape = .map(
    .structure(
      [
        .optional("AttributeValueList", .list(.attributeValue)),
        .required("ComparisonOperator", comparison),
      ],
      kind: "Condition"
    ),
    kind: "Condition"
  )

  private static let expected: InputShape = .map(
    .structure(
      [
        .optional("AttributeValueList", .list(.attributeValue)),
        .optional("ComparisonOperator", comparison), .optional("Exists", .flag),
        .optional("Value", .attributeValue),
      ],
      kind: "ExpectedAttributeValue"
    ),
    kind: "ExpectedAttributeValue"
  )

  private static let placeholders: [InputShape.Member] = [
    .optional("ExpressionAttributeNames", names), .optional("ExpressionAttributeValues", values),
  ]

  private static let writing: [InputShape.Member] =
    [
      .optional("ReturnConsumedCapacity", capacity),
      .optional("ReturnItemCollectionMetrics", metrics), .optional("ReturnValues", returnValues),
      .optional("ReturnValuesOnConditionCheckFailure", onFailure),
      .optional("ConditionalOperator", conditional), .optional("Expected", expected),
      .optional("ConditionExpression", .text()),
    ] + placeholders

  /// The input of GetItem.
  static let getItem: InputShape = .structure(
    [
      .optional("ReturnConsumedCapacity", capacity), .optional("AttributesToGet", attributesToGet),
      table, .required("Key", values), .optional("ConsistentRead", .flag),
      .optional("ProjectionExpression", .text()), .optional("ExpressionAttributeNames", names),
    ],
    kind: "GetItemInput"
  )

  /// The input of PutItem.
  static let putItem: InputShape = .structure(
    [table, .required("Item", values)] + writing,
    kind: "PutItemInput"
  )

  /// The input of DeleteItem.
  static let deleteItem: InputShape = .structure(
    [table, .required("Key", values)] + writing,
    kind: "DeleteItemInput"
  )

  /// The input of UpdateItem.
  static let updateItem: InputShape = .structure(
    [
      table, .required("Key", values), .optional("UpdateExpression", .text()),
      .optional(
        "AttributeUpdates",
        .map(
          .structure(
            [
              .optional("Action", .choice(["ADD", "PUT", "DELETE"])),
              .optional("Value", .attributeValue),
            ],
            kind: "AttributeValueUpdate"
          ),
          kind: "AttributeValueUpdate"
        )
      ),
    ] + writing,
    kind: "UpdateItemInput"
  )

  private static let reading: [InputShape.Member] =
    [
      .optional(
        "Select",
        .choice([
          "SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES",
        ])
      ), .optional("ReturnConsumedCapacity", capacity), table,
      .optional(
        "IndexName",
        .text(InputShape.TextRule(length: 3...255))
      ), .optional("ConditionalOperator", conditional),
      .optional("AttributesToGet", attributesToGet), .optional("Limit", .whole(1...Int.max)),
      .optional("ExclusiveStartKey", values), .optional("ConsistentRead", .flag),
      .optional("FilterExpression", .text()), .optional("ProjectionExpression", .text()),
    ] + placeholders

  /// The input of Query.
  static let query: InputShape = .structure(
    reading + [
      .optional("QueryFilter", conditions), .optional("KeyConditions", conditions),
      .optional("ScanIndexForward", .flag), .optional("KeyConditionExpression", .text()),
    ],
    kind: "QueryInput"
  )

  /// The input of Scan.
  static let scan: InputShape = .structure(
    reading + [
      .optional("ScanFilter", conditions), .optional("TotalSegments", .whole(1...1_000_000)),
      .optional("Segment", .whole(0...999_999)),
    ],
    kind: "ScanInput"
  )

  /// The input of BatchGetItem.
  static let batchGetItem: InputShape = .structure(
    [
      .optional("ReturnConsumedCapacity", capacity),
      .required(
        "RequestItems",
        .map(
          .structure(
            [
              .required("Keys", .list(values, count: 1...100)),
              .optional("AttributesToGet", attributesToGet), .optional("ConsistentRead", .flag),
              .optional("ProjectionExpression", .text()),
              .optional("ExpressionAttributeNames", names),
            ],
            kind: "KeysAndAttributes"
          ),
          kind: "KeysAndAttributes",
          count: 1...100
        )
      ),
    ],
    kind: "BatchGetItemInput"
  )

  /// The input of BatchWriteItem.
  static let batchWriteItem: InputShape = .structure(
    [
      .optional("ReturnConsumedCapacity", capacity),
      .optional("ReturnItemCollectionMetrics", metrics),
      .required(
        "RequestItems",
        .map(
          .list(
            .structure(
              [
                .optional(
                  "DeleteRequest",
                  .structure([.required("Key", values)], kind: "DeleteRequest")
                ),
                .optional(
                  "PutRequest",
                  .structure([.required("Item", values)], kind: "PutRequest")
                ),
              ],
              kind: "WriteRequest"
            ),
            count: 1...25
          ),
          kind: "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>",
          count: 1...25
        )
      ),
    ],
    kind: "BatchWriteItemInput"
  )

  /// The input of TransactGetItems.
  static let transactGetItems: InputShape = .structure(
    [
      .optional("ReturnConsumedCapacity", capacity),
      .required(
        "TransactItems",
        .list(
          .structure(
            [
              .required(
                "Get",
                .structure(
                  [
                    table, .required("Key", values), .optional("ProjectionExpression", .text()),
                    .optional("ExpressionAttributeNames", names),
                  ],
                  kind: "Get"
                )
              )
            ],
            kind: "TransactGetItem"
          ),
          count: 1...100
        )
      ),
    ],
    kind: "TransactGetItemsInput"
  )

  private static func action(_ kind: String, _ members: [InputShape.Member]) -> InputShape.Member {
    .optional(
      kind,
      .structure(
        [table, .optional("ReturnValuesOnConditionCheckFailure", onFailure)] + members
          + placeholders,
        kind: kind
      )
    )
  }

  /// The input of TransactWriteItems.
  static let transactWriteItems: InputShape = .structure(
    [
      .optional("ReturnConsumedCapacity", capacity),
      .optional("ReturnItemCollectionMetrics", metrics),
      .optional("ClientRequestToken", .text(1...36)),
      .required(
        "TransactItems",
        .list(
          .structure(
            [
              action(
                "ConditionCheck",
                [.required("Key", values), .required("ConditionExpression", .text())]
              ),
              action(
                "Put",
                [.required("Item", values), .optional("ConditionExpression", .text())]
              ),
              action(
                "Delete",
                [.required("Key", values), .optional("ConditionExpression", .text())]
              ),
              action(
                "Update",
                [
                  .required("Key", values), .required("UpdateExpression", .text()),
                  .optional("ConditionExpression", .text()),
                ]
              ),
            ],
            kind: "TransactWriteItem"
          ),
          count: 1...100
        )
      ),
    ],
    kind: "TransactWriteItemsInput"
  )

  private static let throughput: InputShape = .structure(
    [
      .required("ReadCapacityUnits", .whole(1...Int.max)),
      .required("WriteCapacityUnits", .whole(1...Int.max)),
    ],
    kind: "ProvisionedThroughput"
  )
  private static let billingMode: InputShape = .choice(["PROVISIONED", "PAY_PER_REQUEST"])
  private static let tableClass: InputShape = .choice(["STANDARD", "STANDARD_INFREQUENT_ACCESS"])
  private static let attributes: InputShape = .list(
    .structure(
      [
        .required("AttributeName", .text(1...255)),
        .required("AttributeType", .choice(["B", "N", "S"])),
      ],
      kind: "AttributeDefinition"
    )
  )

  /// The input of CreateTable.
  static let createTable: InputShape = .structure(
    [
      .required("AttributeDefinitions", attributes), .required("TableName", tableName),
      .required(
        "KeySchema",
        .list(
          .structure(
            [
              .required("AttributeName", .text(1...255)),
              .required("KeyType", .choice(["HASH", "RANGE"])),
            ],
            kind: "KeySchemaElement"
          ),
          count: 1...2
        )
      ), .optional("BillingMode", billingMode), .optional("ProvisionedThroughput", throughput),
      .optional("TableClass", tableClass), .optional("DeletionProtectionEnabled", .flag),
    ],
    kind: "CreateTableInput"
  )

  /// The input of UpdateTable.
  static let updateTable: InputShape = .structure(
    [
      table, .optional("BillingMode", billingMode), .optional("ProvisionedThroughput", throughput),
      .optional("TableClass", tableClass), .optional("DeletionProtectionEnabled", .flag),
      .optional("AttributeDefinitions", attributes),
    ],
    kind: "UpdateTableInput"
  )

  /// An input that names a table and nothing else.
  static let ofTable: InputShape = .structure([table], kind: "TableInput")

  /// The input of ListTables.
  static let listTables: InputShape = .structure(
    [.optional("ExclusiveStartTableName", tableName), .optional("Limit", .whole(1...100))],
    kind: "ListTablesInput"
  )

  private static let arn = InputShape.Member.required("ResourceArn", .text(1...1283))
  /// An input that names a resource and nothing else.
  static let ofResource: InputShape = .structure([arn], kind: "ResourceInput")
  /// The input of TagResource.
  static let tagResource: InputShape = .structure(
    [
      arn,
      .required(
        "Tags",
        .list(
          .structure(
            [.required("Key", .text(1...128)), .required("Value", .text(0...256))],
            kind: "Tag"
          )
        )
      ),
    ],
    kind: "TagResourceInput"
  )
  /// The input of UntagResource.
  static let untagResource: InputShape = .structure(
    [arn, .required("TagKeys", .list(.text(1...128)))],
    kind: "UntagResourceInput"
  )
}

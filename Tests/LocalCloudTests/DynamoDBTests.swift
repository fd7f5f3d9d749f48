import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `DynamoDB operations` {
  private func start(_ stage: ServiceStage) async throws -> DynamoDBService {
    try await DynamoDBFixture.service(stage)
  }

  @Test func `an item that was put is read back, and one that was not is left out`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    let item: JSON = ["id": ["S": "a/ü😀"], "n": ["N": "1.5"], "l": ["L": [["BOOL": true]]]]
    _ = try await service.call("PutItem", ["TableName": "customer_ids", "Item": item], stage)
    let found = try await service.call(
      "GetItem",
      [
        "TableName": "customer_ids", "Key": ["id": ["S": "a/ü😀"]], "ConsistentRead": true,
      ],
      stage
    )
    #expect(found == ["Item": item])
    let missing = try await service.call(
      "GetItem",
      ["TableName": "customer_ids", "Key": ["id": ["S": "b"]]],
      stage
    )
    #expect(missing == [:])
  }

  @Test func `a second conditional put fails and changes nothing`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    let put: JSON = [
      "TableName": "customer_ids", "Item": ["id": ["S": "a"]],
      "ConditionExpression": "attribute_not_exists(#id)", "ExpressionAttributeNames": ["#id": "id"],
      "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    ]
    _ = try await service.call("PutItem", put, stage)
    let error = await service.refusal("PutItem", put, stage)
    #expect(error?.code == "ConditionalCheckFailedException")
    #expect(error?.message == "The conditional request failed")
    #expect(error?.members == ["Item": ["id": ["S": "a"]]])
  }

  @Test(arguments: [
    ("attribute_exists(id) AND n > :two", true), ("n BETWEEN :two AND :nine", true),
    ("NOT n = :nine", true), ("n IN (:two, :nine)", false),
    ("begins_with(s, :pre) OR n = :nine", true), ("contains(l, :pre)", true),
    ("size(s) >= :nine", false), ("attribute_type(n, :type)", true),
    ("m.nested[1] = :two", true), ("absent = :two", false), ("absent <> :two", true),
    ("(n = :two OR n = :five) AND s <> :pre", true),
  ])
  func `conditions are evaluated as documented`(expression: String, holds: Bool) async throws {
    let item: JSON = [
      "id": ["S": "a"], "n": ["N": "5"], "s": ["S": "prefix"], "l": ["L": [["S": "pre"]]],
      "m": ["M": ["nested": ["L": [["N": "1"], ["N": "2.0"]]]]],
    ]
    let values: [String: JSON] = [
      ":two": ["N": "2"], ":five": ["N": "5"], ":nine": ["N": "9"], ":pre": ["S": "pre"],
      ":type": ["S": "N"],
    ]
    let used = values.filter { expression.contains($0.key) }
    let input = CallInput([
      "ConditionExpression": .string(expression),
      "ExpressionAttributeValues": .object(JSONObject(used.map { ($0.key, $0.value) })),
    ])
    var names = try ExpressionNames(input, expressions: ["ConditionExpression"])
    let condition = try names.condition(input, "ConditionExpression")
    #expect(try condition?.holds(of: item) == holds)
  }

  @Test(arguments: [
    ("attribute_exists(", "Invalid ConditionExpression: Syntax error"),
    ("id = :x", "An expression attribute value used in expression is not defined"),
    ("#x = id", "An expression attribute name used in the document path is not defined"),
    ("status = id", "Attribute name is a reserved keyword; reserved keyword: status"),
    ("nothing(id)", "Invalid function name; function: nothing"),
    ("", "The expression can not be empty;"),
  ])
  func `a malformed condition is refused`(expression: String, words: String) async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    let error = await service.refusal(
      "PutItem",
      [
        "TableName": "customer_ids", "Item": ["id": ["S": "a"]],
        "ConditionExpression": .string(expression),
      ],
      stage
    )
    #expect(error?.code == "ValidationException")
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "accepted")")
  }

  @Test func `updates set, remove and add, and return what changed`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    _ = try await service.call(
      "PutItem",
      [
        "TableName": "customer_ids",
        "Item": ["id": ["S": "a"], "n": ["N": "0.1"], "past": ["S": "x"]],
      ],
      stage
    )
    let answer = try await service.call(
      "UpdateItem",
      [
        "TableName": "customer_ids", "Key": ["id": ["S": "a"]],
        "UpdateExpression": "SET t = if_not_exists(t, :t), k = n + :n REMOVE past ADD n :n",
        "ExpressionAttributeValues": [":t": ["S": "new"], ":n": ["N": "0.2"]],
        "ReturnValues": "ALL_NEW",
      ],
      stage
    )
    #expect(
      answer["Attributes"] == [
        "id": ["S": "a"], "n": ["N": "0.3"], "t": ["S": "new"], "k": ["N": "0.3"],
      ]
    )
  }

  @Test func `a query walks one partition in the order of numbers, a page at a time`() async throws
  {
    let stage = try ServiceStage()
    let service = try await start(stage)
    for at in ["10", "-2", "9", "0.5", "-11", "100"] {
      _ = try await service.call(
        "PutItem",
        [
          "TableName": "readings", "Item": ["place": ["S": "roof"], "at": ["N": .string(at)]],
        ],
        stage
      )
    }
    var seen: [String] = []
    var start: JSON?
    repeat {
      var input: JSON = [
        "TableName": "readings", "Limit": 2, "KeyConditionExpression": "place = :p AND #at > :low",
        "ExpressionAttributeNames": ["#at": "at"],
        "ExpressionAttributeValues": [":p": ["S": "roof"], ":low": ["N": "-11"]],
      ]
      input["ExclusiveStartKey"] = start
      let page = try await service.call("Query", input, stage)
      seen += page["Items"]?.array?.compactMap { $0["at"]?["N"]?.string } ?? []
      start = page["LastEvaluatedKey"]
    } while start != nil
    #expect(seen == ["-2", "0.5", "9", "10", "100"])
  }

  @Test func `batches write and read several items`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    _ = try await service.call(
      "BatchWriteItem",
      [
        "RequestItems": [
          "customer_ids": [
            ["PutRequest": ["Item": ["id": ["S": "a"]]]],
            ["PutRequest": ["Item": ["id": ["S": "b"]]]],
            ["DeleteRequest": ["Key": ["id": ["S": "c"]]]],
          ]
        ]
      ],
      stage
    )
    let answer = try await service.call(
      "BatchGetItem",
      [
        "RequestItems": ["customer_ids": ["Keys": [["id": ["S": "b"]], ["id": ["S": "z"]]]]]
      ],
      stage
    )
    #expect(answer["Responses"] == ["customer_ids": [["id": ["S": "b"]]]])
    let scan = try await service.call("Scan", ["TableName": "customer_ids"], stage)
    #expect(scan["Count"] == 2)
  }

  @Test func `what is wrong with a key is said`() async throws {
    let stage = try ServiceStage()
    let service = try await start(stage)
    let wrongKey = await service.refusal(
      "GetItem",
      ["TableName": "customer_ids", "Key": ["x": ["S": "a"]]],
      stage
    )
    #expect(wrongKey?.message == "The provided key element does not match the schema")
    let noKey = await service.refusal(
      "PutItem",
      ["TableName": "customer_ids", "Item": ["x": ["S": "a"]]],
      stage
    )
    #expect(
      noKey?.message
        == "One or more parameter values were invalid: Missing the key id in the item"
    )
    let noTable = await service.refusal(
      "GetItem",
      ["TableName": "none", "Key": ["id": ["S": "a"]]],
      stage
    )
    #expect(noTable?.code == "ResourceNotFoundException")
    let tooLong = await service.refusal(
      "PutItem",
      [
        "TableName": "customer_ids",
        "Item": ["id": ["S": .string(String(repeating: "a", count: 2049))]],
      ],
      stage
    )
    #expect(tooLong?.code == "ValidationException")
  }

  @Test func `items and tables are there after a restart`() async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let first = DynamoDBService(database: database, identity: stage.identity)
    _ = try await first.call(
      "CreateTable",
      [
        "TableName": "customer_ids", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
        "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
      ],
      stage
    )
    _ = try await first.call(
      "PutItem",
      ["TableName": "customer_ids", "Item": ["id": ["S": "a"]]],
      stage
    )
    await database.close()
    let second = DynamoDBService(database: try stage.open(), identity: stage.identity)
    let found = try await second.call(
      "GetItem",
      ["TableName": "customer_ids", "Key": ["id": ["S": "a"]]],
      stage
    )
    #expect(found["Item"] == ["id": ["S": "a"]])
    let tables = try await second.call("ListTables", [:], stage)
    #expect(tables["TableNames"] == ["customer_ids"])
  }

  @Test(arguments: ["PutItem", "BatchWriteItem", "TransactWriteItems"])
  func `a write that was planned for a table which is deleted by then is refused`(
    operation: String
  ) async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let first = try await DynamoDBFixture.service(stage, database)
    let name: JSON = ["TableName": "customer_ids"]
    let item: JSON = ["id": ["S": "a"]]
    let put: JSON = ["TableName": "customer_ids", "Item": item]
    let input: JSON =
      switch operation {
      case "BatchWriteItem": ["RequestItems": ["customer_ids": [["PutRequest": ["Item": item]]]]]
      case "TransactWriteItems": ["TransactItems": [["Put": put]]]
      default: put
      }
    // The service knows the table, and another deletes it behind its back.
    _ = try await first.call("PutItem", put, stage)
    let other = DynamoDBService(database: database, identity: stage.identity)
    _ = try await other.call("DeleteTable", ["TableName": "readings"], stage)
    _ = try await other.call("DeleteTable", name, stage)
    let refusal = await first.refusal(operation, input, stage)
    #expect(refusal?.code == "ResourceNotFoundException")
    _ = try await other.call(
      "CreateTable",
      [
        "TableName": "customer_ids", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
        "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
      ],
      stage
    )
    #expect(await first.refusal(operation, input, stage)?.code == "ResourceNotFoundException")
    #expect(try await other.call("Scan", name, stage)["Count"] == 0)
  }

  @Test func `texts are compared byte by byte, and sizes are in bytes`() async throws {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    let item: JSON = ["id": ["S": "a"], "name": ["S": "\u{e9}"]]
    let put: JSON = ["TableName": "customer_ids", "Item": item]
    _ = try await service.call("PutItem", put, stage)
    for (condition, holds) in [("#n = :d", false), ("#n <> :d", true), ("contains(:d, :e)", true)] {
      var input = put
      input["ConditionExpression"] = .string(condition)
      if condition.contains("#n") { input["ExpressionAttributeNames"] = ["#n": "name"] }
      input["ExpressionAttributeValues"] = [":d": ["S": "e\u{301}"]]
      if condition.contains(":e") { input["ExpressionAttributeValues"]?[":e"] = ["S": "e"] }
      #expect((await service.refusal("PutItem", input, stage) == nil) == holds, "\(condition)")
    }
    let table = try await service.call("DescribeTable", ["TableName": "customer_ids"], stage)
    #expect(table["Table"]?["TableSizeBytes"]?.int == item.text().utf8.count)
  }

  @Test(arguments: [
    ("1", "2"), ("-1", "0"), ("0", "0.0001"), ("9", "10"), ("-10", "-9"), ("1e10", "1e11"),
    ("0.09", "0.1"), ("-0.1", "-0.09"),
  ])
  func `numbers sort by value`(low: String, high: String) throws {
    let (a, b) = (try DecimalNumber(wire: low).sortKey, try DecimalNumber(wire: high).sortKey)
    #expect(a.lexicographicallyPrecedes(b))
  }

  @Test(arguments: [
    ("0.1", "0.2", "0.3"), ("99", "1", "100"), ("5", "-7.5", "-2.5"), ("1", "-1", "0"),
  ])
  func `sums are exact`(left: String, right: String, sum: String) throws {
    #expect(try DecimalNumber(wire: left).adding(DecimalNumber(wire: right)).text == sum)
  }
}

import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `DynamoDB behaviour` {
  private static let key: JSON = ["id": ["S": "a"]]

  private func update(_ item: JSON, _ input: JSONObject) async throws -> JSON {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    _ = try await service.call("PutItem", ["TableName": "customer_ids", "Item": item], stage)
    let base: JSONObject = ["TableName": "customer_ids", "Key": Self.key]
    return try await service.call("UpdateItem", .object(base.merging(input)), stage)
  }

  @Test(
    arguments: [
      ("REMOVE l[0], l[1]", "ALL_NEW", ["l": ["L": [["N": "3"]]]]),
      ("SET l[9] = :x, l[8] = :y", "UPDATED_NEW", [:]),
      ("SET l[1] = :x REMOVE l[0]", "ALL_NEW", ["l": ["L": [["S": "x"], ["N": "3"]]]]),
      ("SET m.a = :x", "UPDATED_NEW", ["m": ["M": ["a": ["S": "x"]]]]),
      ("SET m.a = :x", "UPDATED_OLD", ["m": ["M": ["a": ["N": "1"]]]]),
      ("REMOVE m.a", "UPDATED_OLD", ["m": ["M": ["a": ["N": "1"]]]]),
      ("SET l[2] = :x, l[0] = :y", "UPDATED_NEW", ["l": ["L": [["S": "y"], ["S": "x"]]]]),
    ] as [(String, String, JSON)]
  )
  func `an update works on the item as it was and shows the paths that it changed`(
    expression: String,
    returned: String,
    shown: JSON
  ) async throws {
    let item: JSON = [
      "id": ["S": "a"], "l": ["L": [["N": "1"], ["N": "2"], ["N": "3"]]],
      "m": ["M": ["a": ["N": "1"], "b": ["N": "2"]]],
    ]
    var values: JSONObject = [:]
    for (name, value) in [(":x", "x"), (":y", "y")] where expression.contains(name) {
      values[name] = ["S": .string(value)]
    }
    var input: JSONObject = [
      "UpdateExpression": .string(expression), "ReturnValues": .string(returned),
    ]
    if !values.isEmpty { input["ExpressionAttributeValues"] = .object(values) }
    let found = try await update(item, input)["Attributes"]?.object ?? [:]
    for (name, value) in shown.object ?? [:] { #expect(found[name] == value) }
    if returned != "ALL_NEW" { #expect(found.count == shown.object?.count) }
  }

  @Test func `what an update removes is not shown as new`() async throws {
    let answer = try await update(
      ["id": ["S": "a"], "x": ["S": "1"]],
      ["UpdateExpression": "REMOVE x", "ReturnValues": "UPDATED_NEW"]
    )
    #expect(answer == [:])
  }

  @Test func `elements beyond a list's end are appended in their order`() async throws {
    let answer = try await update(
      ["id": ["S": "a"], "l": ["L": [["N": "1"]]]],
      [
        "UpdateExpression": "SET l[9] = :x, l[8] = :y", "ReturnValues": "ALL_NEW",
        "ExpressionAttributeValues": [":x": ["S": "x"], ":y": ["S": "y"]],
      ]
    )
    #expect(answer["Attributes"]?["l"] == ["L": [["N": "1"], ["S": "y"], ["S": "x"]]])
  }

  @Test(
    arguments: [
      (["Expected": ["id": ["Exists": false]]], false),
      (["Expected": ["x": ["Exists": false]]], true),
      (["Expected": ["n": ["Value": ["N": "5.0"]]]], true),
      (["Expected": ["n": ["Value": ["N": "6"]]]], false),
      (["Expected": ["n": ["ComparisonOperator": "NOT_NULL"]]], true),
      (
        [
          "Expected": [
            "n": ["ComparisonOperator": "BETWEEN", "AttributeValueList": [["N": "1"], ["N": "5"]]]
          ]
        ], true
      ),
      (
        [
          "Expected": [
            "s": ["ComparisonOperator": "BEGINS_WITH", "AttributeValueList": [["S": "y"]]]
          ]
        ], false
      ),
      (
        [
          "Expected": [
            "s": ["ComparisonOperator": "CONTAINS", "AttributeValueList": [["S": "ex"]]]
          ]
        ],
        true
      ),
      (
        [
          "ConditionalOperator": "OR",
          "Expected": ["n": ["Value": ["N": "6"]], "s": ["Value": ["S": "text"]]],
        ], true
      ),
      (["Expected": ["n": ["Value": ["N": "6"]], "s": ["Value": ["S": "text"]]]], false),
    ] as [(JSON, Bool)]
  )
  func `Expected guards a put as it always did`(members: JSON, holds: Bool) async throws {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    let item: JSON = ["id": ["S": "a"], "n": ["N": "5"], "s": ["S": "text"]]
    let put: JSONObject = ["TableName": "customer_ids", "Item": item]
    _ = try await service.call("PutItem", .object(put), stage)
    let error = await service.refusal("PutItem", .object(put.merging(members.object ?? [:])), stage)
    #expect(error?.code == (holds ? nil : "ConditionalCheckFailedException"))
  }

  @Test func `AttributeUpdates puts, adds and deletes`() async throws {
    let answer = try await update(
      [
        "id": ["S": "a"], "n": ["N": "1"], "s": ["SS": ["x", "y"]], "gone": ["S": "1"],
        "l": ["L": [["N": "1"]]],
      ],
      [
        "AttributeUpdates": [
          "new": ["Value": ["S": "v"]], "n": ["Action": "ADD", "Value": ["N": "2"]],
          "s": ["Action": "DELETE", "Value": ["SS": ["x"]]], "gone": ["Action": "DELETE"],
          "l": ["Action": "ADD", "Value": ["L": [["N": "2"]]]],
        ], "ReturnValues": "ALL_NEW",
      ]
    )
    #expect(
      answer["Attributes"] == [
        "id": ["S": "a"], "n": ["N": "3"], "s": ["SS": ["y"]], "new": ["S": "v"],
        "l": ["L": [["N": "1"], ["N": "2"]]],
      ]
    )
  }

  private func readings(_ stage: ServiceStage, places: [String], count: Int) async throws
    -> DynamoDBService
  {
    let service = try await DynamoDBFixture.service(stage)
    for place in places {
      for at in 0..<count {
        _ = try await service.call(
          "PutItem",
          [
            "TableName": "readings",
            "Item": [
              "place": ["S": .string(place)], "at": ["N": .string("\(at)")],
              "even": ["BOOL": .bool(at.isMultiple(of: 2))],
            ],
          ],
          stage
        )
      }
    }
    return service
  }

  @Test(
    arguments: [
      ("at = :a", ["2"]), ("at < :a", ["0", "1"]), ("at <= :a", ["0", "1", "2"]),
      ("at > :a", ["3", "4", "5"]), ("at >= :a", ["2", "3", "4", "5"]),
      ("at BETWEEN :a AND :b", ["2", "3", "4"]), (":a > at", ["0", "1"]),
    ] as [(String, [String])]
  )
  func `a query reads between its bounds, in either direction`(
    expression: String,
    wanted: [String]
  ) async throws {
    let stage = try ServiceStage()
    let service = try await readings(stage, places: ["roof", "yard"], count: 6)
    var values: JSONObject = [":p": ["S": "roof"], ":a": ["N": "2"]]
    if expression.contains(":b") { values[":b"] = ["N": "4"] }
    for isForward in [true, false] {
      let page = try await service.call(
        "Query",
        [
          "TableName": "readings",
          "KeyConditionExpression": .string(
            "place = :p AND " + expression.replacing("at", with: "#at")
          ), "ExpressionAttributeNames": ["#at": "at"],
          "ExpressionAttributeValues": .object(values), "ScanIndexForward": .bool(isForward),
        ],
        stage
      )
      let found = page["Items"]?.array?.compactMap { $0["at"]?["N"]?.string } ?? []
      #expect(found == (isForward ? wanted : wanted.reversed()))
    }
  }

  @Test func `a page that ends at its limit says where the next begins`() async throws {
    let stage = try ServiceStage()
    let service = try await readings(stage, places: ["roof"], count: 3)
    var input: JSON = [
      "TableName": "readings", "KeyConditionExpression": "place = :p", "Limit": 3,
      "ExpressionAttributeValues": [":p": ["S": "roof"]], "Select": "COUNT",
      "ReturnConsumedCapacity": "INDEXES", "ConsistentRead": true,
    ]
    let first = try await service.call("Query", input, stage)
    #expect(first["Items"] == nil)
    #expect(first["LastEvaluatedKey"] == ["place": ["S": "roof"], "at": ["N": "2"]])
    #expect(
      first["ConsumedCapacity"] == [
        "TableName": "readings", "CapacityUnits": 1, "Table": ["CapacityUnits": 1],
      ]
    )
    input["ExclusiveStartKey"] = first["LastEvaluatedKey"]
    let second = try await service.call("Query", input, stage)
    #expect(second["Count"] == 0)
    #expect(second["LastEvaluatedKey"] == nil)
  }

  @Test func `the segments of a scan have each item once`() async throws {
    let stage = try ServiceStage()
    let places = (0..<40).map { "place-\($0)" }
    let service = try await readings(stage, places: places, count: 1)
    var seen: [String] = []
    for segment in 0..<4 {
      var start: JSON?
      repeat {
        var input: JSON = [
          "TableName": "readings", "Segment": JSON(segment), "TotalSegments": 4, "Limit": 3,
        ]
        input["ExclusiveStartKey"] = start
        let page = try await service.call("Scan", input, stage)
        seen += page["Items"]?.array?.compactMap { $0["place"]?["S"]?.string } ?? []
        start = page["LastEvaluatedKey"]
      } while start != nil
    }
    #expect(seen.count == 40)
    #expect(Set(seen) == Set(places))
  }

  @Test func `a page looks at no more than one megabyte`() async throws {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    let text = String(repeating: "x", count: 300_000)
    for id in 0..<5 {
      let item: JSON = ["id": ["S": .string("\(id)")], "x": ["S": .string(text)]]
      _ = try await service.call("PutItem", ["TableName": "customer_ids", "Item": item], stage)
    }
    let page = try await service.call(
      "Scan",
      ["TableName": "customer_ids", "FilterExpression": "attribute_not_exists(x)"],
      stage
    )
    #expect(page["Count"] == 0)
    #expect(page["ScannedCount"] == 3)
    #expect(page["LastEvaluatedKey"] == ["id": ["S": "2"]])
  }

  @Test func `a transaction is carried out whole or not at all, and its token makes it idempotent`()
    async throws
  {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    func transaction(_ id: String, token: String) -> JSON {
      [
        "ClientRequestToken": .string(token),
        "TransactItems": [
          ["Put": ["TableName": "customer_ids", "Item": ["id": ["S": .string(id)]]]],
          [
            "Update": [
              "TableName": "customer_ids", "Key": ["id": ["S": "n"]],
              "UpdateExpression": "ADD n :one", "ExpressionAttributeValues": [":one": ["N": "1"]],
            ]
          ],
          [
            "ConditionCheck": [
              "TableName": "customer_ids", "Key": ["id": ["S": "guard"]],
              "ConditionExpression": "attribute_not_exists(id)",
            ]
          ],
        ],
      ]
    }
    _ = try await service.call("TransactWriteItems", transaction("a", token: "t1"), stage)
    _ = try await service.call("TransactWriteItems", transaction("a", token: "t1"), stage)
    let other = await service.refusal("TransactWriteItems", transaction("b", token: "t1"), stage)
    #expect(other?.code == "IdempotentParameterMismatchException")
    _ = try await service.call(
      "PutItem",
      ["TableName": "customer_ids", "Item": ["id": ["S": "guard"]]],
      stage
    )
    let error = await service.refusal("TransactWriteItems", transaction("c", token: "t2"), stage)
    #expect(error?.code == "TransactionCanceledException")
    #expect(error?.message.hasSuffix("[None, None, ConditionalCheckFailed]") == true)
    let read = try await service.call(
      "TransactGetItems",
      [
        "TransactItems": [
          ["Get": ["TableName": "customer_ids", "Key": ["id": ["S": "n"]]]],
          ["Get": ["TableName": "customer_ids", "Key": ["id": ["S": "c"]]]],
        ]
      ],
      stage
    )
    #expect(read["Responses"] == [["Item": ["id": ["S": "n"], "n": ["N": "1"]]], [:]])
  }

  @Test func `a table is described as it is made, updated, protected and tagged`() async throws {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    let name: JSON = ["TableName": "customer_ids"]
    let described = try await service.call("DescribeTable", name, stage)["Table"]
    #expect(described?["TableStatus"] == "ACTIVE")
    #expect(described?["BillingModeSummary"]?["BillingMode"] == "PAY_PER_REQUEST")
    #expect(described?["ItemCount"] == 0)
    let updated = try await service.call(
      "UpdateTable",
      ["TableName": "customer_ids", "DeletionProtectionEnabled": true],
      stage
    )
    #expect(updated["TableDescription"]?["TableStatus"] == "UPDATING")
    #expect(await service.refusal("DeleteTable", name, stage)?.code == "ValidationException")
    let arn = described?["TableArn"] ?? ""
    _ = try await service.call(
      "TagResource",
      ["ResourceArn": arn, "Tags": [["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"]]],
      stage
    )
    _ = try await service.call(
      "UntagResource",
      ["ResourceArn": arn, "TagKeys": ["a"]],
      stage
    )
    let tags = try await service.call("ListTagsOfResource", ["ResourceArn": arn], stage)
    #expect(tags["Tags"] == [["Key": "b", "Value": "2"]])
  }

  @Test func `a batch that is too large to answer leaves keys unprocessed`() async throws {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    let text = String(repeating: "x", count: 400_000)
    let ids = (0..<45).map { "\($0)" }
    for id in ids {
      let item: JSON = ["id": ["S": .string(id)], "x": ["S": .string(text)]]
      _ = try await service.call("PutItem", ["TableName": "customer_ids", "Item": item], stage)
    }
    let answer = try await service.call(
      "BatchGetItem",
      [
        "RequestItems": [
          "customer_ids": [
            "Keys": .array(ids.map { ["id": ["S": .string($0)]] }), "ProjectionExpression": "id",
          ]
        ]
      ],
      stage
    )
    let read = answer["Responses"]?["customer_ids"]?.array?.count ?? 0
    let rest = answer["UnprocessedKeys"]?["customer_ids"]
    #expect(read == 41)
    #expect(rest?["Keys"]?.array?.count == 4)
    #expect(rest?["ProjectionExpression"] == "id")
  }
}

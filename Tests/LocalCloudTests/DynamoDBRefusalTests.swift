import JSONValue
import Testing

@testable import LocalCloud

/// What DynamoDB refuses, in its own words; the words are from its documentation and from clients'
/// collections of what it answers.
@Suite struct `DynamoDB refusals` {
  private static let key: JSON = ["id": ["S": "a"]]

  private func message(_ operation: String, _ input: JSON) async throws -> String? {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    return await service.refusal(operation, input, stage)?.message
  }

  @Test(
    arguments: [
      (["TableName": 1], "NUMBER_VALUE cannot be converted to String"),
      (["TableName": 1.5], "DECIMAL_VALUE cannot be converted to String"),
      (["TableName": true], "TRUE_VALUE cannot be converted to String"),
      (["TableName": []], "Unrecognized collection type class java.lang.String"),
      (["TableName": [:]], "Start of structure or map found where not expected"),
      (["ConsistentRead": "x"], "Unexpected token received from parser"),
      (["Key": "x"], "Unexpected field type"),
      (
        ["Key": []],
        "Unrecognized collection type java.util.Map<java.lang.String, "
          + "com.amazonaws.dynamodb.v20120810.AttributeValue>"
      ), (["Key": ["id": "x"]], "Unexpected value type in payload"),
      (["Key": ["id": ["S": 1]]], "NUMBER_VALUE cannot be converted to String"),
      (["Key": ["id": ["B": 1]]], "only base-64-encoded strings are convertible to bytes"),
      (
        ["Key": ["id": ["B": "abc"]]],
        "Base64 encoded length is expected a multiple of 4 bytes but found: 3"
      ),
    ] as [(JSON, String)]
  )
  func `a member of another type is refused before anything else`(
    input: JSON,
    message: String
  ) async throws {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    let error = await service.refusal("GetItem", input, stage)
    #expect(error?.code == "SerializationException")
    #expect(error?.message == message)
  }

  @Test func `all that is out of bounds is told at once`() async throws {
    #expect(
      try await message("PutItem", ["ReturnValues": "x"])
        == "3 validation errors detected: Value null at 'tableName' failed to satisfy constraint: "
        + "Member must not be null; Value null at 'item' failed to satisfy constraint: Member must "
        + "not be null; Value 'x' at 'returnValues' failed to satisfy constraint: Member must "
        + "satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]"
    )
    #expect(
      try await message("GetItem", ["TableName": "a$", "Key": [:]])
        == "2 validation errors detected: Value 'a$' at 'tableName' failed to satisfy constraint: "
        + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value 'a$' at "
        + "'tableName' failed to satisfy constraint: Member must have length greater than or equal "
        + "to 3"
    )
  }

  @Test(
    arguments: [
      (
        [:],
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
      ),
      (
        ["S": "a", "N": "1"],
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
          + "supported datatypes"
      ),
      (
        ["NULL": false],
        "One or more parameter values were invalid: Null attribute value types must have the value "
          + "of true"
      ), (["SS": []], "One or more parameter values were invalid: An string set  may not be empty"),
      (["NS": []], "One or more parameter values were invalid: An number set  may not be empty"),
      (["BS": []], "One or more parameter values were invalid: Binary sets should not be empty"),
      (
        ["SS": ["a", "a"]],
        "One or more parameter values were invalid: Input collection [a, a] contains duplicates."
      ), (["NS": ["1", "1.0"]], "Input collection contains duplicates"),
      (["N": "x"], "The parameter cannot be converted to a numeric value: x"),
      (["N": ""], "The parameter cannot be converted to a numeric value"),
      (
        ["N": "123456789012345678901234567890123456789"],
        "Attempting to store more than 38 significant digits in a Number"
      ),
      (
        ["N": "1e126"],
        "Number overflow. Attempting to store a number with magnitude larger than supported range"
      ),
      (
        ["N": "1e-131"],
        "Number underflow. Attempting to store a number with magnitude smaller than supported range"
      ),
      (
        ["L": [["M": ["x": ["N": "y"]]]]], "The parameter cannot be converted to a numeric value: y"
      ),
    ] as [(JSON, String)]
  )
  func `a value that cannot be kept is refused though the table is missing`(
    value: JSON,
    message: String
  ) async throws {
    let item: JSON = ["id": ["S": "a"], "x": value]
    #expect(try await self.message("PutItem", ["TableName": "none", "Item": item]) == message)
  }

  @Test(arguments: [(409_596, true), (409_597, false)])
  func `an item may take 400 KB with its names`(length: Int, isKept: Bool) async throws {
    let text = String(repeating: "x", count: length)
    let item: JSON = ["id": ["S": "a"], "x": ["S": .string(text)]]
    let message = try await message("PutItem", ["TableName": "customer_ids", "Item": item])
    #expect(message == (isKept ? nil : "Item size has exceeded the maximum allowed size"))
  }

  @Test(
    arguments: [
      (["id": ["S": ""]], "The AttributeValue for a key attribute cannot contain an empty string"),
      (["x": ["S": "a"]], "The provided key element does not match the schema"),
      (["id": ["N": "1"]], "The provided key element does not match the schema"),
      (
        ["id": ["S": "a"], "x": ["S": "a"]], "The provided key element does not match the schema"
      ),
    ] as [(JSON, String)]
  )
  func `a key that is not the table's is refused`(key: JSON, words: String) async throws {
    for operation in ["GetItem", "DeleteItem", "UpdateItem"] {
      let message = try await message(operation, ["TableName": "customer_ids", "Key": key])
      #expect(message?.contains(words) == true, "\(message ?? "accepted")")
    }
  }

  @Test(arguments: [
    ("attribute_exists(id, x)", "number of operands: 2"),
    ("attribute_exists(:a)", "Operator or function requires a document path"),
    ("attribute_type(id, :b)", "Invalid attribute type name found; type: b"),
    ("attribute_type(id, x)", "operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}"),
    ("id = id", "operator: =, first operand: [id]"),
    ("begins_with(x, :n)", "operator or function: begins_with, operand type: N"),
    ("x < :m", "operator or function: <, operand type: M"),
    ("x BETWEEN :b AND :a", "requires upper bound to be greater than or equal to lower bound"),
    ("x BETWEEN :a AND :n", "requires same data type for lower and upper bounds"),
    ("((id = :a))", "The expression has redundant parentheses;"),
    ("AGENT = :a", "Attribute name is a reserved keyword; reserved keyword: AGENT"),
    ("id = :a)", "Syntax error; token: \")\""),
  ])
  func `a condition that cannot be meant is refused`(expression: String, words: String)
    async throws
  {
    let all: [String: JSON] = [
      ":a": ["S": "a"], ":b": ["S": "b"], ":n": ["N": "1"], ":m": ["M": [:]],
    ]
    let used = all.filter { expression.contains($0.key) }
    var input: JSON = [
      "TableName": "customer_ids", "Key": Self.key, "ConditionExpression": .string(expression),
    ]
    if !used.isEmpty {
      input["ExpressionAttributeValues"] = .object(JSONObject(used.map { ($0.key, $0.value) }))
    }
    let message = try await message("DeleteItem", input)
    #expect(message?.contains(words) == true, "\(message ?? "accepted")")
  }

  @Test(arguments: [
    ("SET a = :s, a.b = :s", "Two document paths overlap with each other"),
    ("SET a.b = :s, a[1] = :s", "Two document paths conflict with each other"),
    ("ADD a :s", "operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND"),
    ("DELETE a :s", "operator: DELETE, operand type: STRING"),
    ("SET a = a + :s", "operator or function: +, operand type: S"),
    ("SET a = list_append(a, :s)", "operator or function: list_append, operand type: S"),
    ("SET a = if_not_exists(:s, :s)", "requires a document path; operator or function: if_not"),
    ("SET a = f(b)", "Invalid function name; function: f"),
    ("SET a = :s SET b = :s", "The \"SET\" section can only be used once"),
    ("SET id = :s", "Cannot update attribute id. This attribute is part of the key"),
    ("SET n.x = :s", "The document path provided in the update expression is invalid for update"),
  ])
  func `an update that cannot be meant is refused`(expression: String, words: String) async throws {
    var input: JSON = [
      "TableName": "customer_ids", "Key": Self.key, "UpdateExpression": .string(expression),
    ]
    if expression.contains(":s") { input["ExpressionAttributeValues"] = [":s": ["S": "x"]] }
    let message = try await message("UpdateItem", input)
    #expect(message?.contains(words) == true, "\(message ?? "accepted")")
  }

  @Test(
    arguments: [
      (
        [
          "ProjectionExpression": "id", "AttributesToGet": ["id"],
        ],
        "Can not use both expression and non-expression parameters in the same request: "
          + "Non-expression parameters: {AttributesToGet} Expression parameters: "
          + "{ProjectionExpression}"
      ),
      (
        ["ExpressionAttributeNames": ["#a": "id"]],
        "ExpressionAttributeNames can only be specified when using expressions"
      ),
      (
        ["ProjectionExpression": "id", "ExpressionAttributeNames": [:]],
        "ExpressionAttributeNames must not be empty"
      ),
      (
        ["ProjectionExpression": "id", "ExpressionAttributeNames": ["a": "id"]],
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\""
      ),
      (
        ["ProjectionExpression": "id", "ExpressionAttributeNames": ["#a": "id"]],
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}"
      ),
      (
        ["AttributesToGet": ["id", "id"]],
        "One or more parameter values were invalid: Duplicate value in attribute name: id"
      ),
      (
        ["ProjectionExpression": "id.x"],
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
          + "allowed: Key: id"
      ),
    ] as [(JSON, String)]
  )
  func `placeholders and projections that do not go together are refused`(
    members: JSON,
    message: String
  ) async throws {
    let input: JSONObject = ["TableName": "customer_ids", "Key": Self.key]
    let all = JSON.object(input.merging(members.object ?? [:]))
    #expect(try await self.message("GetItem", all) == message)
  }

  @Test(
    arguments: [
      ("id = :p OR #at = :n", "Invalid operator used in KeyConditionExpression: OR"),
      ("NOT place = :p", "Invalid operator used in KeyConditionExpression: NOT"),
      ("place <> :p", "Invalid operator used in KeyConditionExpression: <>"),
      ("place = :n", "Condition parameter type does not match schema type"),
      ("place > :p", "Query key condition not supported"),
      ("#at = :n", "Query condition missed key schema element: place"),
      ("place = :p AND x = :n", "Query condition missed key schema element: at"),
      ("place = :p AND place = :q", "must only contain one condition per key"),
      ("place.x = :p", "KeyConditionExpressions cannot have conditions on nested attributes"),
      ("size(place) = :n", "KeyConditionExpressions cannot contain nested operations"),
    ] as [(String, String)]
  )
  func `a condition that is none on the keys is refused`(expression: String, words: String)
    async throws
  {
    let all: [String: JSON] = [":p": ["S": "roof"], ":q": ["S": "x"], ":n": ["N": "1"]]
    let used = all.filter { expression.contains($0.key) }
    var input: JSON = [
      "TableName": "readings", "KeyConditionExpression": .string(expression),
      "ExpressionAttributeValues": .object(JSONObject(used.map { ($0.key, $0.value) })),
    ]
    if expression.contains("#at") { input["ExpressionAttributeNames"] = ["#at": "at"] }
    let message = try await message("Query", input)
    #expect(message?.contains(words) == true, "\(message ?? "accepted")")
  }

  @Test(
    arguments: [
      (["BillingMode": "PROVISIONED"], "must both be specified when BillingMode is PROVISIONED"),
      (
        ["ProvisionedThroughput": ["ReadCapacityUnits": 1, "WriteCapacityUnits": 1]],
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified"
      ), (["KeySchema": []], "Member must have length greater than or equal to 1"),
      (
        ["KeySchema": [["AttributeName": "id", "KeyType": "RANGE"]]],
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"
      ),
      (
        ["KeySchema": [["AttributeName": "x", "KeyType": "HASH"]]],
        "Keys: [x], AttributeDefinitions: [id]"
      ),
      (
        ["LocalSecondaryIndexes": [["IndexName": "i"]]],
        "Secondary indexes are not supported by the local cloud"
      ), (["TableName": "customer_ids"], "Table already exists: customer_ids"),
    ] as [(JSON, String)]
  )
  func `a table that cannot be made is refused`(members: JSON, words: String) async throws {
    let input: JSONObject = [
      "TableName": "other", "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
      "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
    ]
    let all = JSON.object(input.merging(members.object ?? [:]))
    let message = try await message("CreateTable", all)
    #expect(message?.contains(words) == true, "\(message ?? "accepted")")
  }

  @Test func `there are 573 reserved words`() {
    #expect(ReservedWords.count == 573)
    #expect(ReservedWords.contains("bucket"))
    #expect(!ReservedWords.contains("id"))
  }

  @Test(arguments: [
    ("ValidationException", "com.amazon.coral.validate#ValidationException"),
    ("SerializationException", "com.amazon.coral.service#SerializationException"),
    (
      "ConditionalCheckFailedException",
      "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"
    ),
  ])
  func `an error's type names the model that declares it`(code: String, type: String) {
    #expect(DynamoDBError.wireType(code) == type)
  }
}

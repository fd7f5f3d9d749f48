import JSONValue
import Testing

@testable import LocalCloud

/// Functions and brackets in DynamoDB's expressions; the sentences are those that clients' collections
/// have recorded.
@Suite struct `DynamoDB functions and brackets` {
  private static let item: JSON = ["id": ["S": "a"], "n": ["N": "1"], "l": ["L": [["N": "1"]]]]

  private func answer(_ operation: String, _ more: JSONObject) async throws -> (String?, JSON?) {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    let table: JSONObject = ["TableName": "customer_ids"]
    _ = try await service.call("PutItem", .object(table.merging(["Item": Self.item])), stage)
    let input = JSON.object(table.merging(more))
    do {
      return (nil, try await service.call(operation, input, stage))
    } catch let error as CloudError {
      return (error.message, nil)
    }
  }

  private func condition(_ text: String, _ values: JSON?) async throws -> String? {
    var input: JSONObject = ["Item": Self.item, "ConditionExpression": .string(text)]
    input["ExpressionAttributeValues"] = values
    return try await answer("PutItem", input).0
  }

  @Test(
    arguments: [
      (
        "size(id)",
        "The function is not allowed to be used this way in an expression; function: size"
      ),
      (
        "NOT size(id) AND id = :v",
        "The function is not allowed to be used this way in an expression; function: size"
      ),
      (
        "attribute_exists(id) = :v",
        "The function is not allowed to be used this way in an expression; function: attribute_exists"
      ),
      (
        "id = begins_with(id, :v)",
        "The function is not allowed to be used this way in an expression; function: begins_with"
      ),
      (
        "contains(id, attribute_exists(id))",
        "The function is not allowed to be used this way in an expression; function: attribute_exists"
      ),
      ("id = nothing(id)", "Invalid function name; function: nothing"),
      (
        "size(id, n) > :v",
        "Incorrect number of operands for operator or function; operator or function: size, number "
          + "of operands: 2"
      ),
      (
        "size(:n) > :v",
        "Incorrect operand type for operator or function; operator or function: size, operand type: N"
      ), ("((n)) = :v", "The expression has redundant parentheses;"),
    ]
  )
  func `a function that stands where it cannot is named`(text: String, reason: String) async throws
  {
    let values: JSON = [":v": ["S": "a"], ":n": ["N": "1"]]
    #expect(try await condition(text, values) == "Invalid ConditionExpression: \(reason)")
  }

  @Test(
    arguments: [
      "(n) = :v", "(n) BETWEEN (:v) AND :v", "((n) = :v) AND (size(l) = :v)", "size(:t) = :v",
      "(attribute_exists(n)) AND NOT (n IN (:t))",
    ]
  )
  func `brackets hold operands and conditions`(text: String) async throws {
    let all: JSONObject = [":v": ["N": "1"], ":t": ["S": "x"]]
    let values = JSONObject(all.filter { text.contains($0.key) }.map { ($0.key, $0.value) })
    #expect(try await condition(text, .object(values)) == nil)
  }

  @Test func `a list of more than a hundred is not looked through`() async throws {
    let names = (0...100).map { ":v\($0)" }
    let values = JSONObject(names.map { ($0, ["S": .string($0)] as JSON) })
    let message = try await condition("id IN (\(names.joined(separator: ",")))", .object(values))
    #expect(
      message == "Invalid ConditionExpression: The IN operator is provided with too many operands; "
        + "number of operands: 101"
    )
    var fewer = values
    fewer[":v100"] = nil
    let text = "NOT id IN (\(names.dropLast().joined(separator: ",")))"
    #expect(try await condition(text, .object(fewer)) == nil)
  }

  private func update(_ text: String) async throws -> (String?, JSON?) {
    try await answer(
      "UpdateItem",
      [
        "Key": ["id": ["S": "a"]], "UpdateExpression": .string(text),
        "ExpressionAttributeValues": [":v": ["N": "2"]], "ReturnValues": "UPDATED_NEW",
      ]
    )
  }

  @Test(
    arguments: [
      ("SET m = size(n)", "Invalid function name; function: size"),
      ("SET m = attribute_exists(n)", "Invalid function name; function: attribute_exists"),
      (
        "SET m = if_not_exists(n)",
        "Incorrect number of operands for operator or function; operator or function: "
          + "if_not_exists, number of operands: 1"
      ),
      (
        "SET m = list_append(l, l, l)",
        "Incorrect number of operands for operator or function; operator or function: "
          + "list_append, number of operands: 3"
      ),
    ]
  )
  func `an update has functions of its own`(text: String, reason: String) async throws {
    #expect(try await update(text).0 == "Invalid UpdateExpression: \(reason)")
  }

  @Test(
    arguments: [
      ("SET m = (n + :v)", "3"), ("SET m = (n) + (:v)", "3"), ("SET m = (:v)", "2"),
      ("SET m = if_not_exists((x), :v) - n", "1"),
    ]
  )
  func `what is set may stand in brackets`(text: String, number: String) async throws {
    let (message, output) = try await update(text)
    #expect(message == nil)
    #expect(output?["Attributes"]?["m"] == ["N": .string(number)])
  }

  @Test func `an attribute has a name, of less than 64 KiB`() async throws {
    func put(_ name: String, inMap: Bool) async throws -> String? {
      var item: JSONObject = Self.item.object ?? [:]
      item[inMap ? "m" : name] = inMap ? ["M": .object([name: ["N": "1"]])] : ["N": "1"]
      return try await answer("PutItem", ["Item": .object(item)]).0
    }
    for inMap in [false, true] {
      #expect(try await put("", inMap: inMap) == "Empty attribute name")
      #expect(
        try await put(String(repeating: "x", count: 65_536), inMap: inMap)
          == "Attribute name is too large, must be less than 65536 bytes"
      )
      #expect(try await put(String(repeating: "x", count: 65_535), inMap: inMap) == nil)
    }
  }
}

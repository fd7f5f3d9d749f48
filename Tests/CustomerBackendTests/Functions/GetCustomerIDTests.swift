import AWSWire
import CustomerBackend
import JSONValue
import Testing

struct GetCustomerIDTests {
  private let event = Events.rest("GET", segment: "c%201")

  @Test(arguments: [true, false])
  func `it says whether the id exists`(exists: Bool) async {
    let output: JSON = exists ? ["Item": ["id": ["S": "c 1"]]] : [:]
    let run = await Run(.getCustomerID, event, [.answers("dynamodb GetItem", output)])
    #expect(run.status == 200)
    #expect(run.body == ["id": "c 1", "exists": .bool(exists)])
    #expect(run.lines.last?["message"] == (exists ? "exists" : "absent"))
  }

  @Test(arguments: [(["TABLE_NAME": "x-customer_ids"], "x-customer_ids"), ([:], "customer_ids")])
  func `it reads consistently, and nothing but the key`(
    variables: [String: String],
    table: String
  ) async {
    let run = await Run(
      .getCustomerID,
      event,
      [.answers("dynamodb GetItem")],
      variables: variables
    )
    #expect(
      run.calls.map(\.input) == [
        [
          "TableName": .string(table), "Key": ["id": ["S": "c 1"]], "ConsistentRead": true,
          "ProjectionExpression": "#id", "ExpressionAttributeNames": ["#id": "id"],
        ]
      ]
    )
  }

  @Test func `a path without an id is refused`() async {
    let run = await Run(.getCustomerID, Events.rest("GET", segment: nil))
    #expect(run.status == 400)
    #expect(run.body == ["error": "id is missing"])
  }

  @Test func `a body does not matter`() async {
    let event = Events.rest("GET", segment: "a", body: "<x/>", contentType: "text/xml")
    let run = await Run(.getCustomerID, event, [.answers("dynamodb GetItem")])
    #expect(run.status == 200)
  }
}

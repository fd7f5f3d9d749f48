import AWSWire
import CustomerBackend
import JSONValue
import Testing

struct DeleteCustomerIDTests {
  private let event = Events.rest("DELETE", segment: "c1")

  @Test func `an id that exists is deleted`() async {
    let run = await Run(.deleteCustomerID, event, [.answers("dynamodb DeleteItem")])
    #expect(run.status == 200)
    #expect(run.body == ["id": "c1", "message": "deleted"])
    #expect(
      run.calls.map(\.input) == [
        [
          "TableName": "customer_ids", "Key": ["id": ["S": "c1"]],
          "ConditionExpression": "attribute_exists(#id)",
          "ExpressionAttributeNames": ["#id": "id"],
        ]
      ]
    )
  }

  @Test func `an id that does not exist is not found`() async {
    let run = await Run(
      .deleteCustomerID,
      event,
      [.refuses("dynamodb DeleteItem", "ConditionalCheckFailedException")]
    )
    #expect(run.status == 404)
    #expect(run.body == ["id": "c1", "error": "id not found"])
    #expect(run.lines.last?["level"] == "INFO")
  }
}

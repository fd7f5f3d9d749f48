import AWSWire
import CustomerBackend
import JSONValue
import Testing

struct PutCustomerIDTests {
  private let event = Events.rest("PUT", segment: "c%2F1")
  private let created: [AWSScript.Step] = [
    .answers("dynamodb PutItem"),
    .answers("events PutEvents", ["FailedEntryCount": 0, "Entries": [["EventId": "e"]]]),
  ]

  @Test func `a new id is created`() async {
    let run = await Run(.putCustomerID, event, created)
    #expect(run.status == 201)
    #expect(run.body == ["id": "c/1", "message": "created"])
    #expect(run.lines.map { $0["message"] } == ["received", "created"])
  }

  @Test func `the item holds the id alone, and is put only where there is none`() async {
    let run = await Run(.putCustomerID, event, created)
    #expect(
      run.calls.first?.input == [
        "TableName": "customer_ids", "Item": ["id": ["S": "c/1"]],
        "ConditionExpression": "attribute_not_exists(#id)",
        "ExpressionAttributeNames": ["#id": "id"],
      ]
    )
  }

  @Test func `the bus learns of a created customer`() async throws {
    let run = await Run(.putCustomerID, event, created)
    let entry = try #require(run.calls.last?.input["Entries"]?[0])
    #expect(entry["Source"] == "customer.api")
    #expect(entry["DetailType"] == "CustomerCreated")
    #expect(try JSON(parsing: try #require(entry["Detail"]?.string)) == ["id": "c/1"])
  }

  @Test func `an id that exists is a conflict and no event`() async {
    let run = await Run(
      .putCustomerID,
      event,
      [.refuses("dynamodb PutItem", "ConditionalCheckFailedException")]
    )
    #expect(run.status == 409)
    #expect(run.body == ["id": "c/1", "error": "id already exists"])
  }

  @Test(arguments: [
    AWSScript.Step.refuses("events PutEvents", "InternalException", "bus down"),
    .answers(
      "events PutEvents",
      [
        "FailedEntryCount": 1,
        "Entries": [["ErrorCode": "InternalException", "ErrorMessage": "bus down"]],
      ]
    ),
  ])
  func `the insert stands where the event cannot be published`(
    step: AWSScript.Step
  ) async throws {
    let run = await Run(.putCustomerID, event, [.answers("dynamodb PutItem"), step])
    #expect(run.status == 201)
    #expect(run.lines.map { $0["level"] } == ["INFO", "ERROR", "INFO"])
    let line = try #require(run.lines.first { $0["level"] == "ERROR" })
    #expect(line["errorType"] == "InternalException")
    #expect(line["message"]?.string?.contains("bus down") == true)
    #expect(line["id"] == "c/1")
    #expect(run.lines.last?["message"] == "created")
  }

  @Test(arguments: [
    nil, "", "{}", #"{"a":1}"#, #" { "id" : "another" } "#,
  ])
  func `a body may be left out or be any object`(body: String?) async {
    let event = Events.rest("PUT", segment: "a", body: body)
    let run = await Run(.putCustomerID, event, created)
    #expect(run.status == 201)
    #expect(run.body?["id"] == "a")
  }

  @Test(arguments: [
    nil, "application/json", "Application/JSON; charset=utf-8", "application/json;charset=UTF-8",
    "application/vnd.api+json",
  ])
  func `all spellings of JSON's type are taken, and none too`(type: String?) async {
    let event = Events.rest("PUT", segment: "a", body: "{}", contentType: type)
    #expect(await Run(.putCustomerID, event, created).status == 201)
  }

  @Test func `the type of a body that is not there does not count`() async {
    let event = Events.rest("PUT", segment: "a", contentType: "text/plain")
    #expect(await Run(.putCustomerID, event, created).status == 201)
  }
}

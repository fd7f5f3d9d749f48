import AWSWire
import CustomerBackend
import JSONValue
import Testing

/// What all REST answers have in common.
struct AnswerTests {
  static let cases: [(BackendFunction, JSON, [AWSScript.Step], Int)] = [
    (.getCustomerID, Events.rest("GET", segment: "a"), [.answers("dynamodb GetItem")], 200),
    (.getCustomerID, Events.rest("GET", segment: ""), [], 400),
    (
      .putCustomerID, Events.rest("PUT", segment: "a"),
      [.answers("dynamodb PutItem"), .answers("events PutEvents")], 201
    ),
    (
      .putCustomerID, Events.rest("PUT", segment: "a"),
      [.refuses("dynamodb PutItem", "ConditionalCheckFailedException")], 409
    ),
    (
      .putCustomerID, Events.rest("PUT", segment: "a", body: "x", contentType: "text/plain"), [],
      415
    ),
    (
      .deleteCustomerID, Events.rest("DELETE", segment: "a"),
      [.refuses("dynamodb DeleteItem", "ConditionalCheckFailedException")], 404
    ),
    (
      .submitWorkflow, Events.submission(#"{"id":"a"}"#), [.answers("states StartExecution")], 202
    ),
    (
      .getCustomerID, Events.rest("GET", segment: "a"),
      [.refuses("dynamodb GetItem", "InternalServerError")], 500
    ),
  ]

  @Test(arguments: cases.indices)
  func `every answer is JSON and carries the CORS headers`(which: Int) async throws {
    let (function, event, steps, status) = Self.cases[which]
    let run = await Run(function, event, steps)
    #expect(run.status == status)
    #expect(run.body?.object != nil)
    #expect(run.result?["isBase64Encoded"] == false)
    #expect(
      run.result?["headers"] == [
        "Content-Type": "application/json", "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET,PUT,DELETE,OPTIONS,POST",
        "Access-Control-Allow-Headers":
          "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
      ]
    )
  }

  @Test(arguments: cases.indices)
  func `the first line says what was received, the last one how it ended`(which: Int) async throws {
    let (function, event, steps, status) = Self.cases[which]
    let run = await Run(function, event, steps)
    #expect(run.lines.count == run.text.count)
    let (first, last) = (try #require(run.lines.first), try #require(run.lines.last))
    #expect(first["message"] == "received")
    #expect(first["status"] == nil)
    #expect(last["status"] == JSON(status))
    for line in run.lines {
      #expect(line["function"] == .string(function.rawValue))
      #expect(line["requestId"] == "req-1")
      #expect(line["apiRequestId"] == "api-1")
      #expect(line["method"] == event["httpMethod"])
      #expect(line["path"] == event["path"])
    }
  }
}

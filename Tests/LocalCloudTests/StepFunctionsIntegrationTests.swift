import AWSWire
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

@Suite struct `Step Functions integrations` {
  private typealias Fixture = StepFunctionsFixture

  private func task(_ resource: String, _ parameters: JSON) -> JSONObject {
    [
      "T": [
        "Type": "Task", "Resource": .string("arn:aws:states:::" + resource),
        "Parameters": parameters, "End": true,
      ]
    ]
  }

  private func run(
    _ resource: String,
    _ parameters: JSON,
    functions: ScriptedFunctions? = nil,
    call: @escaping StepFunctionsService.ServiceCall
  ) async throws -> JSON {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = Fixture.service(
      stage,
      witness,
      try stage.open(),
      functions: functions ?? ScriptedFunctions { _, _ in throw CloudError("Unused", "") },
      call: call
    )
    let arn = try await Fixture.run(service, task(resource, parameters), stage)
    let isOver = try await eventually {
      try await Fixture.describe(service, arn, stage)["status"] != "RUNNING"
    }
    #expect(isOver)
    return try await Fixture.describe(service, arn, stage)
  }

  @Test func `details and messages that are written as JSON arrive as text`() async throws {
    let seen = Mutex<[JSON]>([])
    let call: StepFunctionsService.ServiceCall = { call in
      seen.withLock { $0.append(call.input) }
      return ["FailedEntryCount": 0, "Entries": [], "MessageId": "m"]
    }
    _ = try await run(
      "events:putEvents",
      ["Entries": [["Source": "s", "Detail": ["x": 1]], ["Source": "s", "Detail": "{}"]]],
      call: call
    )
    _ = try await run("sns:publish", ["TopicArn": "t", "Message": ["x": [1, nil]]], call: call)
    #expect(
      seen.withLock { $0 } == [
        ["Entries": [["Source": "s", "Detail": "{\"x\":1}"], ["Source": "s", "Detail": "{}"]]],
        ["TopicArn": "t", "Message": "{\"x\":[1,null]}"],
      ]
    )
  }

  @Test func `an entry that failed fails the task with the answer as its cause`() async throws {
    let answer: JSON = [
      "Entries": [["ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."]],
      "FailedEntryCount": 1,
    ]
    let ended = try await run("events:putEvents", ["Entries": []]) { _ in answer }
    #expect(ended["error"] == "EventBridge.FailedEntry")
    #expect(ended["cause"] == .string(answer.text()))
  }

  @Test(
    arguments: [
      (
        "dynamodb:putItem", CloudError("ValidationException", "bad"),
        "DynamoDB.AmazonDynamoDBException",
        "bad (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; "
      ),
      (
        "dynamodb:putItem", CloudError("ConditionalCheckFailedException", "no"),
        "DynamoDB.ConditionalCheckFailedException",
        "no (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: "
          + "ConditionalCheckFailedException; "
      ),
      (
        "aws-sdk:dynamodb:putItem", CloudError("ValidationException", "bad"),
        "DynamoDb.DynamoDbException", "bad (Service: DynamoDb, Status Code: 400, Request ID: "
      ),
      (
        "aws-sdk:dynamodb:putItem", CloudError("ResourceNotFoundException", "no"),
        "DynamoDb.ResourceNotFoundException", "no (Service: DynamoDb, Status Code: 400, "
      ),
      (
        "sns:publish", CloudError("NotFound", "Topic does not exist", status: 404),
        "SNS.NotFoundException",
        "Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; "
      ),
      (
        "sns:publish", CloudError("NotFoundException", "Topic does not exist", status: 404),
        "SNS.NotFoundException",
        "Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; "
      ),
      (
        "lambda:invoke",
        CloudError(
          "ResourceNotFoundException",
          "Function not found: arn:aws:lambda:r:0:function:no",
          status: 404
        ), "Lambda.ResourceNotFoundException",
        "Function not found: arn:aws:lambda:r:0:function:no:$LATEST (Service: AWSLambda; Status "
          + "Code: 404; Error Code: ResourceNotFoundException; "
      ),
    ] as [(String, CloudError, String, String)]
  )
  func `an error is named and worded as the SDK would`(
    resource: String,
    error: CloudError,
    name: String,
    cause: String
  ) async throws {
    let ended = try await run(
      resource,
      ["FunctionName": "no"],
      functions: ScriptedFunctions { _, _ in throw error }
    ) { _ in throw error }
    #expect(ended["error"] == .string(name))
    #expect(ended["cause"]?.string?.hasPrefix(cause) == true, "\(ended["cause"]?.string ?? "")")
  }

  @Test func `an answer says how it was got, but for events and for the plain SDK`() async throws {
    for (resource, isPlain) in [
      ("dynamodb:getItem", false), ("aws-sdk:dynamodb:getItem", true), ("events:putEvents", true),
    ] {
      let ended = try await run(resource, [:]) { _ in ["Item": [:]] }
      let output = try JSON(parsing: ended["output"]?.string ?? "")
      #expect(output["Item"] == [:])
      #expect((output["SdkResponseMetadata"] == nil) == isPlain, "\(resource)")
      #expect(output["SdkHttpMetadata"]?["HttpHeaders"]?["X-Amz-Executed-Version"] == nil)
      if !isPlain {
        let headers = output["SdkHttpMetadata"]?["HttpHeaders"]
        #expect(headers?["Server"] == "Server")
        #expect(headers?["Connection"] == "keep-alive")
        #expect(headers?["Content-Length"] == "11")
      }
    }
  }

  @Test func `a function may be invoked without waiting, and with its log's end`() async throws {
    let seen = Mutex<[JSON]>([])
    let call: StepFunctionsService.ServiceCall = { call in
      seen.withLock { $0.append(call.input) }
      return call.input["InvocationType"] == "Event"
        ? ["StatusCode": 202]
        : [
          "StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": 7, "LogResult": "YQ==",
          "FunctionError": nil,
        ]
    }
    let event = try await run(
      "lambda:invoke",
      ["FunctionName": "f", "InvocationType": "Event"],
      call: call
    )
    let first = try JSON(parsing: event["output"]?.string ?? "")
    #expect(first["StatusCode"] == 202)
    #expect(first["Payload"] == "")
    let tail = try await run(
      "lambda:invoke",
      ["FunctionName": "f", "LogType": "Tail", "Payload": ["a": 1]],
      call: call
    )
    let second = try JSON(parsing: tail["output"]?.string ?? "")
    #expect(second["LogResult"] == "YQ==")
    #expect(second["Payload"] == 7)
    #expect(seen.withLock { $0.map { $0["Payload"] } } == [[:], ["a": 1]])
  }

  @Test func `too much from a task is told by the service's name`() async throws {
    let ended = try await run("dynamodb:getItem", [:]) { _ in
      ["Item": ["x": ["S": .string(String(repeating: "x", count: 262_144))]]]
    }
    #expect(ended["error"] == "States.DataLimitExceeded")
    #expect(
      ended["cause"]?.string == "The state/task 'dynamodb' returned a result with a size exceeding "
        + "the maximum number of bytes service limit."
    )
  }
}

import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Asynchronous invocations` {
  private let topic = "arn:aws:sns:eu-central-1:000000000000:alerts"

  private func send(_ lambda: LambdaStage, _ payload: JSON = [:]) async throws {
    let answer = try await lambda.call(
      "Invoke",
      ["FunctionName": "f", "InvocationType": "Event", "Payload": payload]
    )
    #expect(answer["StatusCode"] == 202)
  }

  @Test(
    arguments: [
      (.succeeded, 1, 0, 0, .succeed), (.failed, 1, 0, 0, .tryAgain(at: 60_000)),
      (.failed, 2, 0, 61_000, .tryAgain(at: 181_000)),
      (.failed, 3, 0, 181_000, .giveUp(.retriesExhausted)),
      (.refused, 0, 1, 0, .tryAgain(at: 1000)), (.refused, 0, 4, 0, .tryAgain(at: 8000)),
      (.refused, 0, 40, 0, .tryAgain(at: 300_000)),
      (.refused, 0, 9, 21_599_000, .tryAgain(at: 21_600_000)),
      (.refused, 0, 9, 21_600_000, .giveUp(.eventAgeExceeded)), (.impossible, 0, 1, 0, .drop),
    ] as [(AsyncRetry.Outcome, Int, Int, Int64, Expected)]
  )
  func `what follows from a try`(
    outcome: AsyncRetry.Outcome,
    attempts: Int,
    refusals: Int,
    now: Int64,
    expected: Expected
  ) {
    let step = AsyncRetry().step(
      after: outcome,
      attempts: attempts,
      refusals: refusals,
      accepted: Instant(milliseconds: 0),
      now: Instant(milliseconds: now)
    )
    #expect(step == expected.step)
  }

  enum Expected: Sendable {
    case succeed, drop
    case tryAgain(at: Int64)
    case giveUp(InvocationRecord.Condition)

    var step: AsyncRetry.Step {
      switch self {
      case .succeed: .succeed
      case .drop: .drop
      case .tryAgain(let at): .tryAgain(at: Instant(milliseconds: at))
      case .giveUp(let condition): .giveUp(condition)
      }
    }
  }

  @Test func `an event is run once where that succeeds, and forgotten`() async throws {
    let lambda = try await LambdaStage(ServiceStage())
    try await send(lambda)
    #expect(try await lambda.settle())
    #expect(lambda.recorder.entries.count == 1)
    #expect(lambda.recorder.sum("AsyncEventsReceived") == 1)
    #expect(try await lambda.waiting == 0)
  }

  @Test func `a function that fails is run three times under one request id`() async throws {
    let stage = try ServiceStage()
    let lambda = try await LambdaStage(stage)
    _ = try await lambda.call(
      "PutFunctionEventInvokeConfig",
      ["FunctionName": "f", "DestinationConfig": ["OnFailure": ["Destination": .string(topic)]]]
    )
    try await send(lambda, ["do": "throw"])
    #expect(try await lambda.settle())
    await stage.timer.advance(by: 59_999)
    #expect(try await lambda.settle())
    #expect(lambda.recorder.entries.count == 1)
    await stage.timer.advance(by: 1)
    #expect(try await lambda.settle())
    #expect(lambda.recorder.entries.count == 2)
    await stage.timer.advance(by: 120_000)
    #expect(try await lambda.settle())
    #expect(lambda.recorder.entries.count == 3)
    let starts = lambda.recorder.entries.compactMap { entry in
      entry.lines.first { $0.hasPrefix("START") }
    }
    #expect(Set(starts) == ["START RequestId: test Version: $LATEST"])
    #expect(lambda.recorder.sum("AsyncEventsDropped") == 1)
    #expect(try await lambda.waiting == 0)
    let call = try #require(lambda.caller.calls.first)
    #expect(call.operation == "Publish" && call.input["TopicArn"]?.string == topic)
    let record = try JSON(parsing: try #require(call.input["Message"]?.string))
    #expect(record["requestContext"]?["condition"] == "RetriesExhausted")
    #expect(record["requestContext"]?["approximateInvokeCount"] == 3)
    #expect(record["requestPayload"] == ["do": "throw"])
    #expect(record["responseContext"]?["functionError"] == "Unhandled")
    #expect(record["responsePayload"]?["errorType"] == "Broken")
  }

  @Test func `an event goes on after a restart, and a throttle does not count as a run`()
    async throws
  {
    let stage = try ServiceStage()
    let first = try await LambdaStage(stage)
    try await first.faults.add(Fault(function: "f", kind: .throttle))
    try await send(first)
    #expect(try await first.settle())
    #expect(try await first.waiting == 1)
    await first.database.close()
    let second = try await LambdaStage(stage)
    try await second.faults.clear("f")
    try await second.service.resume()
    await stage.timer.advance(by: 1000)
    #expect(try await second.settle())
    #expect(second.recorder.entries.count == 1)
    #expect(try await second.waiting == 0)
  }

  @Test func `an event that gets too old is given up, and its age is told`() async throws {
    let stage = try ServiceStage()
    let lambda = try await LambdaStage(stage)
    try await lambda.faults.add(Fault(function: "f", kind: .throttle))
    _ = try await lambda.call(
      "PutFunctionEventInvokeConfig",
      [
        "FunctionName": "f", "MaximumEventAgeInSeconds": 60,
        "DestinationConfig": [
          "OnFailure": [
            "Destination": "arn:aws:events:eu-central-1:000000000000:event-bus/default"
          ]
        ],
      ]
    )
    try await send(lambda, ["a": 1])
    for _ in 0..<62 {
      #expect(try await lambda.settle())
      await stage.timer.advance(by: 1000)
    }
    #expect(try await lambda.settle())
    #expect(try await lambda.waiting == 0)
    let entry = try #require(lambda.caller.calls.first?.input["Entries"]?[0])
    #expect(entry["DetailType"] == "Lambda Function Invocation Result - Failure")
    let record = try JSON(parsing: try #require(entry["Detail"]?.string))
    #expect(record["requestContext"]?["condition"] == "EventAgeExceeded")
    #expect(record["requestContext"]?["approximateInvokeCount"] == 0)
    #expect(record["responseContext"] == nil)
  }

  @Test func `a destination that does not answer is told later, and the function is not run again`()
    async throws
  {
    let stage = try ServiceStage()
    let lambda = try await LambdaStage(stage)
    _ = try await lambda.call(
      "PutFunctionEventInvokeConfig",
      ["FunctionName": "f", "DestinationConfig": ["OnSuccess": ["Destination": .string(topic)]]]
    )
    lambda.caller.fail([AWSError(kind: .service, code: "X", message: "", status: 500)])
    try await send(lambda)
    #expect(try await lambda.settle())
    #expect(try await lambda.waiting == 1)
    await stage.timer.advance(by: 1000)
    #expect(try await lambda.settle())
    #expect(lambda.caller.calls.count == 2)
    #expect(lambda.recorder.entries.count == 1)
    #expect(try await lambda.waiting == 0)
  }

  @Test func `how events are handled is put, changed, listed and deleted`() async throws {
    let lambda = try await LambdaStage(ServiceStage())
    let none = await lambda.refusal("GetFunctionEventInvokeConfig", ["FunctionName": "f"])
    let arn = "arn:aws:lambda:eu-central-1:000000000000:function:f:$LATEST"
    #expect(none?.message == "The function \(arn) doesn't have an EventInvokeConfig")
    #expect(none?.status == 404)
    _ = try await lambda.call(
      "PutFunctionEventInvokeConfig",
      [
        "FunctionName": "f", "MaximumRetryAttempts": 1,
        "DestinationConfig": ["OnSuccess": ["Destination": .string(topic)], "OnFailure": [:]],
      ]
    )
    let changed = try await lambda.call(
      "UpdateFunctionEventInvokeConfig",
      ["FunctionName": "f", "Qualifier": "$LATEST", "MaximumEventAgeInSeconds": 300]
    )
    #expect(changed["FunctionArn"]?.string == arn)
    #expect(changed["MaximumRetryAttempts"] == 1 && changed["MaximumEventAgeInSeconds"] == 300)
    #expect(changed["DestinationConfig"]?["OnSuccess"]?["Destination"]?.string == topic)
    #expect(changed["DestinationConfig"]?["OnFailure"] == [:])
    let second = EventInvokeConfigs(database: lambda.database)
    try await second.load()
    #expect(second.config(of: "f") == lambda.service.events.config(of: "f"))
    let listed = try await lambda.call("ListFunctionEventInvokeConfigs", ["FunctionName": "f"])
    #expect(listed["FunctionEventInvokeConfigs"]?.array?.count == 1)
    _ = try await lambda.call("DeleteFunctionEventInvokeConfig", ["FunctionName": "f"])
    let gone = await lambda.refusal("DeleteFunctionEventInvokeConfig", ["FunctionName": "f"])
    #expect(gone?.code == "ResourceNotFoundException")
  }

  @Test(
    arguments: [
      ([:], "You must specify at least one of error handling or destination setting."),
      (
        ["MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 59],
        "2 validation errors detected: Value '3' at 'maximumRetryAttempts' failed to satisfy "
          + "constraint: Member must have value less than or equal to 2; Value '59' at "
          + "'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater "
          + "than or equal to 60"
      ),
      (
        ["MaximumRetryAttempts": "two"], "STRING_VALUE can not be converted to an Integer"
      ),
      (
        [
          "DestinationConfig": [
            "OnFailure": ["Destination": "arn:aws:lambda:eu-central-1:000000000000:function:f"]
          ]
        ],
        "You can't specify the function as a destination for itself."
      ),
      (
        [
          "DestinationConfig": [
            "OnFailure": ["Destination": "arn:aws:kinesis:eu-central-1:000000000000:x"]
          ]
        ],
        "The provided destination config DestinationConfig(onSuccess=null, onFailure="
          + "OnFailure(destination=arn:aws:kinesis:eu-central-1:000000000000:x)) is invalid."
      ),
    ] as [(JSON, String)]
  )
  func `settings that cannot be are refused`(settings: JSON, message: String) async throws {
    let lambda = try await LambdaStage(ServiceStage())
    let input: JSONObject = ["FunctionName": "f"]
    let refusal = await lambda.refusal(
      "PutFunctionEventInvokeConfig",
      .object(input.merging(settings.object ?? [:]))
    )
    #expect(refusal?.message == message)
  }
}

import JSONValue
import Testing

@testable import LocalCloud

/// Inputs that are made to overflow a number, a stack or a clock.
struct HostileInputTests {
  private func logs(_ stage: ServiceStage) async throws -> LogsService {
    let service = LogsService(
      database: try stage.open(),
      identity: stage.identity,
      timer: stage.timer
    )
    _ = try await service.call("CreateLogGroup", ["logGroupName": "g"], stage)
    _ = try await service.call(
      "CreateLogStream",
      ["logGroupName": "g", "logStreamName": "s"],
      stage
    )
    return service
  }

  @Test func `Timestamps at the ends of the numbers are refused or rejected`() async throws {
    let stage = try ServiceStage()
    let service = try await logs(stage)
    func put(_ times: [Int]) async throws -> JSON {
      try await service.call(
        "PutLogEvents",
        [
          "logGroupName": "g", "logStreamName": "s",
          "logEvents": .array(times.map { ["timestamp": JSON($0), "message": "x"] }),
        ],
        stage
      )
    }
    let refusal = await #expect(throws: CloudError.self) { try await put([Int.min, Int.max]) }
    #expect(refusal?.code == "InvalidParameterException")
    #expect(refusal?.message.contains("'logEvents.1.member.timestamp'") == true)
    #expect(
      try await put([Int.max])["rejectedLogEventsInfo"] == ["tooNewLogEventStartIndex": 0]
    )
  }

  @Test(arguments: [
    "0:9223372036854775807", "9223372036854775807:9223372036854775807", "0:-9223372036854775808",
    "-1:0",
  ])
  func `A token that points beyond the numbers is refused`(position: String) async throws {
    let stage = try ServiceStage()
    let service = try await logs(stage)
    for direction in ["f/", "b/"] {
      let refusal = await service.refusal(
        "GetLogEvents",
        [
          "logGroupName": "g", "logStreamName": "s",
          "nextToken": .string(direction + PageToken.make(position)),
        ],
        stage
      )
      #expect(refusal == LogsError.invalidToken)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `A line of brackets without end is split in one walk`() throws {
    let line = String(repeating: "[ ", count: 100_000)
    #expect(try !FilterPattern("[a, b]").matches(line))
    #expect(try FilterPattern("[..., b]").matches("x [\"y z"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `Optional pieces by the thousand are followed in one walk a byte`() throws {
    let pattern = "%" + String(repeating: "a{0,256}", count: 15) + "b%"
    let line = String(repeating: "a", count: 200)
    #expect(try !FilterPattern(pattern).matches(line))
    #expect(try FilterPattern(pattern).matches(line + "b"))
    #expect(try FilterPattern("%^xa+b?c$%").matches("xaaac"))
    #expect(try !FilterPattern("%^xa+b?c$%").matches("xaaabbc"))
  }

  private func refusal(_ condition: String) -> CloudError? {
    do {
      var parser = try ExpressionParser(
        condition,
        kind: "ConditionExpression",
        names: ExpressionNames(CallInput([:]), expressions: [])
      )
      _ = try parser.wholeCondition()
      return nil
    } catch { return error as? CloudError }
  }

  @Test func `An expression has DynamoDB's limits of size, operators and depth`() {
    func nots(_ count: Int) -> String { String(repeating: "NOT ", count: count) }
    let condition = "attribute_exists(a)"
    #expect(refusal(nots(299) + condition) == nil)
    #expect(refusal(nots(300) + condition)?.message.contains("too many operators") == true)
    #expect(
      refusal(nots(100_000) + condition)?.message
        == "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; "
        + "expression size: 400019"
    )
    let deep = String(repeating: "(", count: 2000) + condition
    #expect(refusal(deep)?.code == "ValidationException")
  }
}

import AWSWire
import CustomerBackend
import JSONValue
import Testing

struct WorkflowStepTests {
  static let steps: [BackendFunction] = [.validateExists, .insertID, .logEvent]

  @Test(arguments: [true, false])
  func `validate_exists tells whether the id is there`(exists: Bool) async {
    let output: JSON = exists ? ["Item": ["id": ["S": "a"]]] : [:]
    let run = await Run(.validateExists, Events.step("a"), [.answers("dynamodb GetItem", output)])
    #expect(run.result == ["id": "a", "exists": .bool(exists)])
    #expect(run.calls.first?.input["ConsistentRead"] == true)
  }

  @Test func `insert_id inserts a new id`() async {
    let run = await Run(.insertID, Events.step("a"), [.answers("dynamodb PutItem")])
    #expect(run.result == ["id": "a", "inserted": true, "result": "Inserted"])
    #expect(run.calls.first?.input["Item"] == ["id": ["S": "a"]])
    #expect(run.calls.first?.input["ConditionExpression"] == "attribute_not_exists(#id)")
  }

  @Test func `insert_id that lost a race reports what is there`() async {
    let run = await Run(
      .insertID,
      Events.step("a"),
      [.refuses("dynamodb PutItem", "ConditionalCheckFailedException")]
    )
    #expect(run.result == ["id": "a", "inserted": false, "result": "AlreadyExists"])
  }

  @Test func `log_event calls nobody and leaves its line`() async {
    let run = await Run(.logEvent, Events.step("a"))
    #expect(run.result == ["id": "a", "logged": true, "result": "AlreadyExists"])
    #expect(run.lines.last?["message"] == "already exists")
    #expect(run.lines.last?["executionArn"] == .string(Events.execution))
  }

  @Test(
    arguments: steps,
    [
      (nil, "id is missing"), (.null, "id is missing"), (7, "id is not a string"),
      ("", "id is empty"), (" ", "id is only white space"),
      ("a\u{7}", "id has a control character, U+0007"), ("a ", "id has trailing white space"),
      (.string(String(repeating: "é", count: 1025)), "id has 2050 bytes"),
    ] as [(JSON?, String)]
  )
  func `an invalid id fails the step by name, with a reason`(
    function: BackendFunction,
    input: (id: JSON?, reason: String)
  ) async {
    let run = await Run(function, Events.step(input.id))
    #expect(run.fault?.type == "InvalidId")
    #expect(run.fault?.message.hasPrefix(input.reason) == true)
    #expect(run.lines.last?["errorType"] == "InvalidId")
    #expect(run.lines.last?["level"] == "ERROR")
    #expect(run.lines.last?["status"] == nil)
  }

  @Test(arguments: [
    (BackendFunction.validateExists, "dynamodb GetItem"), (.insertID, "dynamodb PutItem"),
  ])
  func `a failed dependency fails the step under the service's code`(
    function: BackendFunction,
    operation: String
  ) async {
    let run = await Run(
      function,
      Events.step("a"),
      [.refuses(operation, "ResourceNotFoundException", "no such table")]
    )
    #expect(run.fault?.type == "ResourceNotFoundException")
    #expect(run.fault?.message == "\(operation) failed: no such table")
    #expect(run.lines.last?["errorType"] == "ResourceNotFoundException")
  }
}

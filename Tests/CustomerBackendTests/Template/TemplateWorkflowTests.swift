import JSONValue
import Testing
import Yams

struct TemplateWorkflowTests {
  private let machine: TemplateDocument.Resource
  private let states: JSON

  init() throws {
    let template = try TemplateDocument()
    machine = try #require(template.resource("CustomersWorkflow"))
    let text = try #require(machine["DefinitionString"]?.text)
    let definition = try JSON(parsing: TemplateWorkflowTests.substituted(text))
    #expect(definition["StartAt"] == "ValidateExists")
    states = try #require(definition["States"])
  }

  /// The text with each `${…}` replaced by a word.
  private static func substituted(_ text: String) -> String {
    var out = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "$") {
      out += rest[..<start]
      rest = rest[start...]
      if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") {
        out += rest.dropFirst(2)[..<end]
        rest = rest[rest.index(after: end)...]
      } else {
        out += rest.prefix(1)
        rest = rest.dropFirst()
      }
    }
    return out + rest
  }

  @Test func `the definition has the four states, and every way leads to an end`() {
    #expect(states.object?.keys == ["ValidateExists", "Exists?", "AlreadyExists", "InsertId"])
    #expect(states["ValidateExists"]?["Next"] == "Exists?")
    #expect(states["Exists?"]?["Type"] == "Choice")
    #expect(
      states["Exists?"]?["Choices"] == [
        ["Variable": "$.exists", "BooleanEquals": true, "Next": "AlreadyExists"]
      ]
    )
    #expect(states["Exists?"]?["Default"] == "InsertId")
    #expect(states["AlreadyExists"]?["End"] == true)
    #expect(states["InsertId"]?["End"] == true)
  }

  @Test(arguments: [
    ("ValidateExists", "ValidateExistsFunction.Arn"), ("AlreadyExists", "LogEventFunction.Arn"),
    ("InsertId", "InsertIdFunction.Arn"),
  ])
  func `a task invokes its function with the id and the execution, and retries what may pass`(
    name: String,
    function: String
  ) throws {
    let state = try #require(states[name])
    #expect(state["Resource"] == "arn:AWS::Partition:states:::lambda:invoke")
    #expect(state["Parameters"]?["FunctionName"] == .string(function))
    #expect(
      state["Parameters"]?["Payload"] == ["id.$": "$.id", "executionArn.$": "$$.Execution.Id"]
    )
    #expect(
      state["Retry"] == [
        [
          "ErrorEquals": [
            "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
          ], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "JitterStrategy": "FULL",
        ]
      ]
    )
  }

  @Test(arguments: ["AlreadyExists", "InsertId"])
  func `a run's output is the id and the result`(name: String) {
    #expect(
      states[name]?["ResultSelector"] == ["id.$": "$.Payload.id", "result.$": "$.Payload.result"]
    )
  }

  @Test func `runs are standard, logged in full and not traced`() {
    #expect(machine["StateMachineType"]?.text == "STANDARD")
    #expect(machine["LoggingConfiguration"]?["Level"]?.text == "ALL")
    #expect(machine["LoggingConfiguration"]?["IncludeExecutionData"]?.text == "true")
    #expect(machine["TracingConfiguration"]?["Enabled"]?.text == "false")
  }
}

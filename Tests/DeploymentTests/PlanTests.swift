import CustomerBackend
import JSONValue
import Testing

@testable import Deployment

struct TemplateOutlineTests {
  @Test func `the backend's names are read out of its template`() throws {
    let outline = try TemplateOutline(yaml: BackendTemplate.yaml)
    let counts = Dictionary(grouping: outline.named, by: \.type).mapValues(\.count)
    #expect(
      counts == [
        "AWS::DynamoDB::Table": 1, "AWS::Lambda::Function": 7, "AWS::Logs::LogGroup": 9,
        "AWS::SNS::Topic": 1, "AWS::Events::Rule": 2, "AWS::StepFunctions::StateMachine": 1,
        "AWS::CloudWatch::Alarm": 9,
      ]
    )
    let names = outline.named.map { $0.name(prefix: "blue-") }
    for name in ["blue-customer_ids", "/aws/lambda/blue-log_event", "blue-customers-workflow"] {
      #expect(names.contains(name))
    }
    #expect(outline.summary.hasPrefix("The Customer IDs backend"))
    #expect(outline.parameters.contains("ArtifactKey"))
  }

  @Test(arguments: [
    (nil, "rollcall"), ("", "rollcall"), ("blue-", "rollcall-blue"), ("a", "rollcall-a"),
  ])
  func `a prefix has a stack of its own`(prefix: String?, name: String) {
    #expect(DeploymentRequest.stackName(prefix: prefix) == name)
  }
}

struct ParameterPlanTests {
  private func plan(
    _ parameters: [String: String],
    prefix: String? = nil,
    existing: [String: String] = [:]
  ) throws -> ParameterPlan {
    try ParameterPlan(
      DeploymentRequest(stackName: "s", template: "", prefix: prefix, parameters: parameters),
      TemplateOutline(yaml: BackendTemplate.yaml),
      existing: existing,
      location: ("b", "k")
    )
  }

  @Test func `what is not set stays as the stack has it`() throws {
    let plan = try plan(
      ["ApiRateLimit": "5"],
      existing: ["ApiRateLimit": "1", "AlertEmail": "a@b.c", "Gone": "x", "NamePrefix": ""]
    )
    #expect(plan.set == ["ApiRateLimit": "5", "ArtifactBucket": "b", "ArtifactKey": "k"])
    #expect(Set(plan.kept) == ["AlertEmail", "NamePrefix"])
  }

  @Test func `an unknown parameter and another prefix are refused`() throws {
    #expect(throws: DeploymentProblem.self) { try plan(["ApiRateLimits": "1"]) }
    #expect(throws: DeploymentProblem.otherPrefix(wanted: "a-", existing: "b-")) {
      try plan([:], prefix: "a-", existing: ["NamePrefix": "b-"])
    }
  }
}

struct ImportPlanTests {
  @Test func `an import names what is there, by what CloudFormation finds it by`() throws {
    let named = TemplateOutline.NamedResource(
      logicalID: "Rule",
      type: "AWS::Events::Rule",
      pattern: "${NamePrefix}r"
    )
    let rule = ExistingResource(
      named,
      name: "r",
      identifier: ["Arn": "arn:r", "Name": "r"],
      properties: ["Name": "r"]
    )
    let plan = ImportPlan([rule], identifiedBy: ["AWS::Events::Rule": ["Arn"]], summary: "S")
    #expect(
      plan.resources == [
        [
          "ResourceType": "AWS::Events::Rule", "LogicalResourceId": "Rule",
          "ResourceIdentifier": ["entry": ["1": ["key": "Arn", "value": "arn:r"]]],
        ]
      ]
    )
    #expect(
      try JSON(parsing: plan.template)["Resources"]?["Rule"] == [
        "Type": "AWS::Events::Rule", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain",
        "Properties": ["Name": "r"],
      ]
    )
  }
}

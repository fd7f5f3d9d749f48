import CustomerBackend
import JSONValue
import TestKit
import Testing

@testable import Deployment

/// A template of the user's own with an alarm on alarms.
struct CompositeAlarmTests {
  private let template = BackendTemplate.yaml.replacing(
    "\nResources:\n",
    with: """

      Resources:
        AnyTrouble:
          Type: AWS::CloudWatch::CompositeAlarm
          Properties:
            AlarmName: !Sub "${NamePrefix}any-trouble"
            AlarmRule: !Sub 'ALARM("${NamePrefix}customers-workflow-failed")'

      """,
    maxReplacements: 1
  )

  private func deploy(_ stage: DeploymentStage) async throws -> Deployed {
    try await Deployer(stage.surroundings, report: stage.notebook.take) { _ in true }.deploy(
      DeploymentRequest(
        stackName: "rollcall",
        template: template,
        artifact: FixedArtifact(),
        onExisting: .importAll
      )
    )
  }

  private func stage(_ alarms: String) throws -> DeploymentStage {
    var state = FakeAWS.State()
    state.existing["monitoring DescribeAlarms any-trouble"] = alarms
    return try DeploymentStage(state)
  }

  @Test func `the deployer may make it`() throws {
    let outline = try TemplateOutline(yaml: template)
    let alarm = outline.named.first { $0.logicalID == "AnyTrouble" }
    #expect(alarm?.name(prefix: "blue-") == "blue-any-trouble")
    let policy = Policy(.deployer, in: PolicyPlace(outline), types: outline.types).json
    let actions = policy["Statement"]?.array?.flatMap { $0["Action"]?.array ?? [] } ?? []
    #expect(actions.contains("cloudwatch:PutCompositeAlarm"))
  }

  @Test func `one that is there is imported with its rule`() async throws {
    let stage = try stage(
      #"{"MetricAlarms":[],"CompositeAlarms":[{"AlarmName":"any-trouble","AlarmRule":"ALARM(x)"}]}"#
    )
    _ = try await deploy(stage)
    let order = try #require(
      stage.aws.calls.map(\.form).first { $0["ChangeSetType"] == "IMPORT" }
    )
    let template = try JSON(parsing: order["TemplateBody"] ?? "")
    #expect(
      template["Resources"]?["AnyTrouble"] == [
        "Type": "AWS::CloudWatch::CompositeAlarm", "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": ["AlarmName": "any-trouble", "AlarmRule": "ALARM(x)"],
      ]
    )
    let identifier = "ResourcesToImport.member.1.ResourceIdentifier.entry.1"
    #expect(order["\(identifier).key"] == "AlarmName")
    #expect(order["\(identifier).value"] == "any-trouble")
  }

  @Test func `an alarm on a metric that has its name cannot become it`() async throws {
    let stage = try stage(
      #"{"MetricAlarms":[{"AlarmName":"any-trouble","MetricName":"m"}],"CompositeAlarms":[]}"#
    )
    let problem = await #expect(throws: DeploymentProblem.self) { try await deploy(stage) }
    guard case .cannotImport(let hopeless) = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(hopeless.map(\.words) == ["composite alarm any-trouble"])
    #expect(hopeless.map(\.obstacle) == ["it watches a metric"])
    #expect(!stage.aws.names.contains("cloudformation CreateChangeSet"))
  }
}

import AWSClient
import AWSWire
import JSONValue
import TestKit
import Testing

@testable import Deployment

struct DestroyerTests {
  @Test func `the stack and our objects go, and the table stays`() async throws {
    let stage = try DeploymentStage(try DeploymentStage.deployed())
    let destroyed = try await stage.destroy()
    #expect(destroyed == .init(hadStack: true, keptTable: "customer_ids"))
    #expect(stage.aws.with { $0.stack } == nil)
    #expect(stage.aws.with { $0.objects } == nil)
    #expect(stage.notebook.events.last == "rollcall DELETE_COMPLETE")
    #expect(!stage.aws.names.contains("dynamodb DeleteTable"))
  }

  @Test func `objects of somebody else's in the bucket keep it`() async throws {
    var state = try DeploymentStage.deployed()
    state.objects = ["functions/old.zip": [], "notes.txt": []]
    let stage = try DeploymentStage(state)
    _ = try await stage.destroy()
    #expect(stage.aws.with { $0.objects } == ["notes.txt": []])
  }

  @Test func `a table goes only where it is named, and by its own name`() async throws {
    let stage = try DeploymentStage(try DeploymentStage.deployed())
    await #expect(
      throws: DeploymentProblem.otherTable(named: "customers", actual: "customer_ids")
    ) { try await stage.destroy(table: "customers") }
    #expect(!stage.aws.names.contains("cloudformation DeleteStack"))
    let named = try DeploymentStage(try DeploymentStage.deployed())
    let destroyed = try await named.destroy(table: "customer_ids")
    #expect(destroyed.keptTable == nil)
    #expect(named.aws.names.contains("dynamodb DeleteTable"))
  }

  @Test func `a deletion that was begun before is followed to its end, and what is left done`()
    async throws
  {
    let stage = try DeploymentStage(try DeploymentStage.deployed())
    // An earlier run was cut short when it had begun.
    let client = stage.surroundings.client
    _ = try await client.call(
      AWSCall(.cloudFormation, "DeleteStack", ["StackName": "rollcall"])
    )
    let destroyed = try await stage.destroy(table: "customer_ids")
    #expect(destroyed == .init(hadStack: true, keptTable: nil))
    #expect(stage.aws.names.count { $0 == "cloudformation DeleteStack" } == 1)
    #expect(stage.aws.names.contains("dynamodb DeleteTable"))
    #expect(stage.aws.with { $0.objects } == nil)
  }

  @Test func `a table that a deletion under way keeps is told`() async throws {
    let stage = try DeploymentStage(try DeploymentStage.deployed())
    _ = try await stage.surroundings.client.call(
      AWSCall(.cloudFormation, "DeleteStack", ["StackName": "rollcall"])
    )
    #expect(try await stage.destroy() == .init(hadStack: true, keptTable: "customer_ids"))
    #expect(stage.notebook.news.contains(.tableKept("customer_ids")))
  }

  @Test func `destroying what is not there is done at once`() async throws {
    let stage = try DeploymentStage()
    #expect(try await stage.destroy() == .init(hadStack: false, keptTable: nil))
  }

  @Test func `a stack that is something else is left alone`() async throws {
    var state = try DeploymentStage.deployed()
    state.summary = "Somebody's database"
    state.parameters = [:]
    let stage = try DeploymentStage(state)
    await #expect(throws: DeploymentProblem.notOurs("rollcall")) { try await stage.destroy() }
    #expect(!stage.aws.names.contains("cloudformation DeleteStack"))
  }

  @Test func `a stack of another version is known by its parameters`() async throws {
    var state = try DeploymentStage.deployed()
    state.summary = "What an older template said"
    let stage = try DeploymentStage(state)
    #expect(try await stage.destroy().hadStack)
  }

  @Test func `a deletion that fails names the resource`() async throws {
    var state = try DeploymentStage.deployed()
    state.outcomes = [
      FakeAWS.Outcome(
        "DELETE_FAILED",
        events: [("Api", "AWS::ApiGateway::RestApi", "DELETE_FAILED", "in use")]
      )
    ]
    let stage = try DeploymentStage(state)
    let problem = await #expect(throws: DeploymentProblem.self) { try await stage.destroy() }
    guard case .operationFailed(let report) = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(report.causes.map(\.logicalID) == ["Api"])
  }
}

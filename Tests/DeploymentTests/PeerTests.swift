import AWSClient
import AWSWire
import CustomerBackend
import Foundation
import JSONValue
import TestKit
import Testing

@testable import Deployment

/// A deployment to a stand-in for AWS that somebody else wrote, behind a check of every signature.
///
/// It runs where the peers lie beside the project and their packages are installed.
@Suite(.timeLimit(.minutes(10)))
struct DeploymentPeerTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/peers").path

  private static let environment = ProcessInfo.processInfo.environment

  /// Whether the peers and what they are built on are there.
  private static let arePresent: Bool = {
    guard FileManager.default.isReadableFile(atPath: "\(folder)/moto_run.py") else { return false }
    let run = try? CommandRun(
      "/usr/bin/env",
      ["python3", "-c", "import moto.server, botocore"],
      environment: environment
    )
    return run?.status == 0
  }()

  private func start(_ arguments: String...) throws -> StartedProgram {
    try StartedProgram(
      "/usr/bin/env",
      ["python3"] + arguments,
      environment: DeploymentPeerTests.environment
    )
  }

  /// A port that was free a moment ago.
  private func freePort() -> Int {
    let server = FakeServer { _ in .init() }
    defer { server.stop() }
    return Int(server.port)
  }

  private func get(_ url: String) async throws -> HTTPResponse {
    let client = HTTPClient()
    let request = HTTPRequest(method: "GET", url: url, isRepeatable: true)
    // The peers take seconds to load.
    for _ in 0..<600 {
      if let answer = try? await client.send(request) { return answer }
      try await Task.sleep(for: .milliseconds(100))
    }
    return try await client.send(request)
  }

  /// The template with what moto demands of methods that answer by themselves.
  private var template: String {
    let mock = "      Integration:\n        Type: MOCK\n"
    return BackendTemplate.yaml.split(separator: mock, omittingEmptySubsequences: false)
      .joined(separator: mock + "        IntegrationHttpMethod: OPTIONS\n        Uri: \"\"\n")
  }

  @Test(.enabled(if: arePresent))
  func `every signature is accepted, and the stack comes and goes`() async throws {
    let (motoPort, port) = (freePort(), freePort())
    let moto = try start("\(Self.folder)/moto_run.py", "-H", "127.0.0.1", "-p", "\(motoPort)")
    let check = try start(
      "\(Self.folder)/sigv4_verify_server.py",
      "--port",
      "\(port)",
      "--upstream",
      "http://127.0.0.1:\(motoPort)",
      "--strict",
      "--service-check"
    )
    defer { withExtendedLifetime((moto, check)) {} }
    let url = "http://127.0.0.1:\(port)"
    _ = try await get("http://127.0.0.1:\(motoPort)/moto-api/")
    _ = try await get("\(url)/__verify/stats")
    var surroundings = try DeploymentStage.surroundings(
      url: url,
      pacer: .system,
      clock: SystemWallClock()
    )
    surroundings.pollInterval = .milliseconds(50)
    let notebook = Notebook()
    let request = DeploymentRequest(
      stackName: "rollcall",
      template: template,
      parameters: ["AlertEmail": "a@b.c"],
      artifact: FixedArtifact()
    )
    // moto makes no API key, so that the last step of all finds none.
    await #expect(throws: DeploymentProblem.outputMissing("ApiKeyId")) {
      _ = try await Deployer(surroundings, report: notebook.take) { _ in true }.deploy(request)
    }
    let desk = StackDesk("rollcall", client: surroundings.client)
    #expect(try await desk.describe()?.status == .createComplete)
    let resources = try await desk.resources(of: "rollcall")
    for name in [
      "CustomerTable", "GetCustomerIdFunction", "CustomersWorkflow", "AlertsTopic", "Api",
    ] {
      #expect(resources[name] != nil, "\(name)")
    }
    #expect(notebook.events.last == "rollcall CREATE_COMPLETE")
    let bucket = S3Bucket(
      "rollcall-123456789012-eu-central-1",
      owner: "123456789012",
      region: "eu-central-1",
      client: surroundings.client
    )
    #expect(try await bucket.keys() == [Artifact(FixedArtifact().bytes).key])
    let destroyed = try await Destroyer(surroundings, report: notebook.take)
      .destroy("rollcall", template: template, table: nil)
    #expect(destroyed == .init(hadStack: true, keptTable: "customer_ids"))
    #expect(try await !bucket.exists())
    let table = try await surroundings.client.call(
      AWSCall(.dynamoDB, "DescribeTable", ["TableName": "customer_ids"])
    )
    #expect(table["Table"]?["TableStatus"] == "ACTIVE")
    let stats = try JSON(parsing: try await get("\(url)/__verify/stats").body)
    #expect(stats["bad"] == 0)
    #expect((stats["ok"]?.int ?? 0) > 50)
  }
}

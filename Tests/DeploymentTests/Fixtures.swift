import AWSClient
import AWSWire
import CustomerBackend
import Synchronization
import TestKit

@testable import Deployment

/// Time that passes only when somebody waits for it.
final class InstantPacer: Pacer {
  private let waited = Mutex(Duration.zero)

  var elapsed: Duration { waited.withLock { $0 } }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    waited.withLock { $0 += duration }
  }

  func randomBits() -> UInt64 { 7 }
}

/// A clock that stands still.
struct StillClock: WallClock {
  let now = Instant(milliseconds: 1_767_322_800_000)
}

/// Some bytes in the place of a zip.
struct FixedArtifact: ArtifactSource {
  var bytes: [UInt8] = Array("PK\u{3}\u{4}code".utf8)

  func zip() throws -> [UInt8] { bytes }
}

/// Keeps what is told, in its order.
final class Notebook: Sendable {
  private let told = Mutex<[DeploymentNews]>([])

  var news: [DeploymentNews] { told.withLock { $0 } }

  /// The events that were told: name and status.
  var events: [String] {
    news.compactMap {
      if case .event(let event) = $0 { "\(event.logicalID) \(event.status)" } else { nil }
    }
  }

  @Sendable
  func take(_ news: DeploymentNews) { told.withLock { $0.append(news) } }
}

/// Everything that a deployment needs, with a stand-in for AWS.
struct DeploymentStage {
  let aws: FakeAWS
  let surroundings: DeploymentSurroundings
  let notebook = Notebook()

  init(_ state: FakeAWS.State = .init()) throws {
    aws = FakeAWS(state)
    surroundings = try DeploymentStage.surroundings(url: aws.url)
  }

  static func surroundings(
    url: String,
    pacer: any Pacer = InstantPacer(),
    clock: any WallClock = StillClock()
  ) throws -> DeploymentSurroundings {
    DeploymentSurroundings(
      client: AWSClient(
        AWSClient.Configuration(
          region: "eu-central-1",
          endpoints: try EndpointRules(
            region: "eu-central-1",
            forAll: try Endpoint(url, source: "test")
          ),
          credentials: .fixed(
            AWSCredentials(
              accessKeyID: "AKIDEXAMPLE",
              secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
            )
          )
        ),
        http: HTTPClient(),
        clock: clock,
        pacer: pacer
      ),
      region: "eu-central-1",
      clock: clock,
      pacer: pacer
    )
  }

  func deploy(
    prefix: String? = nil,
    parameters: [String: String] = [:],
    artifact: FixedArtifact? = FixedArtifact(),
    onExisting: DeploymentRequest.OnExisting = .adoptTableOnly,
    agrees: Bool = true
  ) async throws -> Deployed {
    try await Deployer(surroundings, report: notebook.take) { _ in agrees }.deploy(
      DeploymentRequest(
        stackName: "rollcall",
        template: BackendTemplate.yaml,
        prefix: prefix,
        parameters: parameters,
        artifact: artifact,
        onExisting: onExisting
      )
    )
  }

  func destroy(table: String? = nil) async throws -> Destroyer.Destroyed {
    try await Destroyer(surroundings, report: notebook.take)
      .destroy("rollcall", template: BackendTemplate.yaml, table: table)
  }

  /// What the backend's template says it is.
  static var summary: String {
    get throws { try TemplateOutline(yaml: BackendTemplate.yaml).summary }
  }

  /// A stack that was deployed before.
  static func deployed(_ status: String = "CREATE_COMPLETE") throws -> FakeAWS.State {
    var state = FakeAWS.State()
    state.stack = status
    state.summary = try summary
    state.parameters = [
      "NamePrefix": "", "ArtifactBucket": "rollcall-123456789012-eu-central-1",
      "ArtifactKey": "functions/old.zip", "AlertEmail": "a@b.c",
    ]
    state.resources = ["CustomerTable": "customer_ids"]
    state.objects = ["functions/old.zip": []]
    return state
  }
}

import AWSClient
import Configuration
import Synchronization
import TestKit
import Testing

@testable import rollcall

@Suite("The client for secrets")
struct SecretClientTests {
  private static let arn = "arn:aws:secretsmanager:eu-west-3:123456789012:secret:api-key-AbCdEf"
  private let home = TemporaryFolder()

  private func launch(_ server: LoopbackServer, timeout: Duration = .seconds(30)) throws -> Launch {
    try Launch(
      flags: Flags(),
      isVerbose: false,
      timeout: timeout,
      environment: [
        "HOME": home.path, "AWS_ENDPOINT_URL_SECRETS_MANAGER": server.url,
        "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
      ]
    )
  }

  @Test("Readings share one client, so that neither threads nor connections gather")
  func shared() async throws {
    let server = try LoopbackServer { server, connection in
      while connection.readRequest() != nil {
        server.requests.add(1, ordering: .relaxed)
        connection.answer(200, #"{"SecretString":"value"}"#)
      }
    }
    defer { server.stop() }
    let launch = try launch(server)
    defer { launch.transports.stop() }
    let secret = try #require(SecretReference(Self.arn))
    for _ in 1...20 { #expect(try await launch.secrets.key(from: .secret(secret)) == "value") }
    #expect(server.requests.load(ordering: .relaxed) == 20)
    #expect(server.accepted.load(ordering: .relaxed) == 1)
  }

  @Test("A reading takes no longer than a call may take")
  func timeout() async throws {
    let server = try LoopbackServer { _, connection in connection.waitForEnd() }
    defer { server.stop() }
    let launch = try launch(server, timeout: .seconds(1))
    defer { launch.transports.stop() }
    let secret = try #require(SecretReference(Self.arn))
    let error = await #expect(throws: ConfigurationError.self) {
      try await launch.secrets.key(from: .secret(secret))
    }
    // On a busy machine the time may be over before the connection stands.
    let host = server.url.dropFirst("http://".count).prefix { $0 != "/" }
    let reasons = ["no answer came in time", "cannot reach \(host) (no connection in time)"]
    #expect(reasons.contains(error?.reason ?? ""), "\(error?.reason ?? "")")
    #expect(error?.advice == "check the network, or give a longer --timeout")
  }
}

import ArgumentParser
import LocalCloud
import TestKit
import Testing

@testable import rollcall

@Suite("How long the holder of the local cloud's folder is waited for")
struct PatienceTests {
  private let home = TemporaryFolder()

  @Test(
    "No longer than a call may take, and ten seconds at most",
    arguments: [
      (Duration.seconds(2), 2000), (.milliseconds(1), 1), (.microseconds(1), 1),
      (.seconds(60), 10_000), (Launch.usualTimeout, 10_000),
    ] as [(Duration, Int64)]
  )
  func patience(timeout: Duration, milliseconds: Int64) throws {
    let launch = try Launch(
      ConnectionOptions.parse([]),
      timeout: timeout,
      environment: ["HOME": home.path]
    )
    #expect(launch.localCloudOptions(folder: home.path).patienceMilliseconds == milliseconds)
  }
}

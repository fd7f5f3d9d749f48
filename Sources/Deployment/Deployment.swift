package import AWSClient
package import AWSWire

// This room brings the backend to AWS and takes it away again: it decides the next step of a stack,
// and takes it.
//
// What to do is decided by pure values (`StackStep`, `FailureReport`, `ImportPlan`); `Deployer`,
// `Destroyer` and `Doctor` make the calls. Nothing here knows the command line, the configuration or
// a terminal: questions and news go through closures that are handed in.

/// What deploying and destroying need of the world.
package struct DeploymentSurroundings: Sendable {
  /// Carries the calls.
  package let client: AWSClient
  /// The region that everything is in.
  package let region: String
  /// Where the time comes from.
  package let clock: any WallClock
  /// Waits between looks at a stack.
  package let pacer: any Pacer
  /// How long to wait between two looks.
  package var pollInterval: Duration

  /// Puts together what deploying needs of the world.
  package init(
    client: AWSClient,
    region: String,
    clock: any WallClock,
    pacer: any Pacer,
    pollInterval: Duration = .seconds(2)
  ) {
    self.client = client
    self.region = region
    self.clock = clock
    self.pacer = pacer
    self.pollInterval = pollInterval
  }

  /// A name that no other change has: the moment and 32 random bits.
  func uniqueName() -> String {
    let bits = UInt32(truncatingIfNeeded: pacer.randomBits())
    return "rollcall-\(clock.now.basicISO8601)-\(String(bits, radix: 36))"
  }
}

/// Who deploys, and where the names of resources lie.
package struct DeployerIdentity: Hashable, Sendable {
  /// Twelve digits.
  package let account: String
  /// The caller's ARN.
  package let arn: String

  /// The partition of ARNs, such as `aws`.
  package var partition: String {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : "aws"
  }
}

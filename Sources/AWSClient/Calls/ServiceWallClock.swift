package import AWSWire
internal import Synchronization

/// The services' clock, as far as their answers have told it.
private struct ServiceWallClock: WallClock {
  let client: AWSClient

  var now: Instant { client.clock.now + client.skew.withLock { $0.measured } }
}

extension AWSClient {
  /// The services' clock: this machine's, put right by the last answer's `Date` header.
  package var serviceClock: any WallClock { ServiceWallClock(client: self) }
}

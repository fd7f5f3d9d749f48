package import AWSWire
internal import Synchronization

/// Calls AWS over HTTP, or a local cloud, which is called in the same way.
///
/// This room holds the way out: HTTP on libcurl, credentials and configuration files, endpoints,
/// retries, the services' protocols and the backend's REST API. It knows no screen and no words of
/// the field.
///
/// A call becomes a request by the service's protocol; each attempt is signed afresh with the
/// present credentials and date; a failure is read, and made again where the retry policy says so.
package final class AWSClient: Sendable {
  /// What a client is made of.
  package struct Configuration: Sendable {
    /// The region in the signatures' scope.
    package var region: String
    /// Where the services are.
    package var endpoints: EndpointRules
    /// Who calls.
    package var credentials: CredentialSource
    /// When a call is made again.
    package var retry: RetryPolicy
    /// How long a call may take, all its attempts together, and how long its parts.
    package var timeouts: HTTPRequest.Timeouts
    /// The `User-Agent` header.
    package var userAgent: String

    /// Makes a configuration.
    package init(
      region: String,
      endpoints: EndpointRules,
      credentials: CredentialSource,
      retry: RetryPolicy = RetryPolicy(),
      timeouts: HTTPRequest.Timeouts = .init(),
      userAgent: String = "rollcall"
    ) {
      self.region = region
      self.endpoints = endpoints
      self.credentials = credentials
      self.retry = retry
      self.timeouts = timeouts
      self.userAgent = userAgent
    }
  }

  /// What the client is made of.
  let configuration: Configuration
  /// Carries the requests.
  let http: any HTTPSender
  /// This machine's clock.
  let clock: any WallClock
  /// Time that passes, and chance.
  let pacer: any Pacer
  /// Makes calls again.
  let retrier: Retrier
  /// How far the services' clock is from ours.
  let skew = Mutex(ClockSkew())
  /// The credentials in use, until they expire.
  let knownCredentials = Mutex<AWSCredentials?>(nil)

  /// Makes a client.
  package init(
    _ configuration: Configuration,
    http: any HTTPSender,
    clock: any WallClock = SystemWallClock(),
    pacer: any Pacer = .system
  ) {
    self.configuration = configuration
    self.http = http
    self.clock = clock
    self.pacer = pacer
    retrier = Retrier(policy: configuration.retry, pacer: pacer)
  }

  /// The region; `nil` where none is set.
  package var regionInUse: String? {
    configuration.region.isEmpty ? nil : configuration.region
  }

  /// Where a service is reached, as a URL without a slash at the end.
  package func address(of service: AWSService) -> String {
    configuration.endpoints.endpoint(for: service).url
  }
}

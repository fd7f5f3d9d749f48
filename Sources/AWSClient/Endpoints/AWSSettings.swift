/// What flags, environment and shared files say about how to reach AWS, in that precedence.
package struct AWSSettings: Sendable {
  /// What was given on the command line or by a context.
  package struct Flags: Hashable, Sendable {
    /// The profile; a given one removes the environment's credentials.
    package var profile: String?
    /// The region.
    package var region: String?
    /// The endpoint of all services.
    package var endpointURL: String?
    /// Where the endpoint was given, for errors.
    package var endpointSource: String

    /// Makes flags.
    package init(
      profile: String? = nil,
      region: String? = nil,
      endpointURL: String? = nil,
      endpointSource: String = "--endpoint-url"
    ) {
      self.profile = profile
      self.region = region
      self.endpointURL = endpointURL
      self.endpointSource = endpointSource
    }
  }

  /// The region; empty where none is set.
  package let region: String
  /// Where the services are.
  package let endpoints: EndpointRules
  /// Who calls; a lack of credentials, or of a region, shows when they are loaded, because calls of
  /// the REST API need neither.
  package let credentials: CredentialSource
  /// When calls are made again.
  package let retry: RetryPolicy
  /// Proxies and trusted certificates.
  package let http: HTTPClient.Options

  /// Gathers the settings.
  ///
  /// - Parameters:
  ///   - flags: what was given.
  ///   - environment: the environment's variables.
  ///   - read: reads the shared files.
  /// - Throws: `SettingsError` that names variable, or file and line.
  package init(
    flags: Flags,
    environment: [String: String],
    read: @escaping SharedFiles.Reader
  ) throws(SettingsError) {
    let lookup = SettingsLookup(
      flags: flags,
      environment: environment,
      files: try SharedFiles(environment: environment, read: read)
    )
    let found = try lookup.region()
    region = found ?? ""
    endpoints = try lookup.endpoints(region: region)
    retry = try lookup.retryPolicy()
    http = lookup.httpOptions()
    let own = try CredentialSource.fromEnvironment(environment)
    if found == nil {
      credentials = CredentialSource {
        throw SettingsError("no region", advice: "give --region or set AWS_REGION")
      }
    } else if flags.profile == nil, own != nil {
      credentials = .environment(environment)
    } else {
      credentials = .sharedFiles(
        profile: try lookup.profileName(),
        environment: environment,
        read: read
      )
    }
  }
}

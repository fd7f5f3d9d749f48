/// One backend to look at: where it is and how to sign in.
package struct Context: Hashable, Sendable {
  /// Where a key or a password comes from; never the secret itself.
  package enum KeySource: Hashable, Sendable {
    /// An environment variable.
    case environment(String)
    /// A file that only its owner can read.
    case file(String)
    /// A command whose output it is.
    case command(String)
    /// A secret of AWS Secrets Manager.
    case secret(SecretReference)

    /// The source in words, such as `the file /home/ann/key`.
    package var words: String {
      switch self {
      case .environment(let name): name
      case .file(let path): "the file \(path)"
      case .command(let command): "the command '\(command)'"
      case .secret(let secret): "the secret \(secret.arn)"
      }
    }
  }

  /// The context's name.
  package var name: String
  /// The AWS region.
  package var region: String?
  /// The profile in the shared AWS files.
  package var profile: String?
  /// The endpoint that takes the place of AWS's own.
  package var endpointURL: String?
  /// The REST API's address, with its stage.
  package var apiURL: String?
  /// What the names of the backend's parts begin with, as the template's parameter NamePrefix says.
  package var namePrefix: String?
  /// Where the API key comes from.
  package var apiKey: KeySource?
  /// The stack that the backend is, where it is one.
  package var stack: String?
  /// Whether Live Tail tells when logs have something new, which AWS takes money for.
  package var usesLiveTail: Bool
  /// Whether mistakes here are costly: deleting asks for the id typed again.
  package var isProduction: Bool
  /// Whether every changing action is impossible.
  package var isReadOnly: Bool
  /// How long between two readings of what changes, in milliseconds; `nil` for what is usual.
  package var refreshMilliseconds: Int64?

  /// Reads a context from its section of the configuration.
  ///
  /// - Throws: `ConfigurationError` that names the file and the line.
  init(_ section: Section, name: String) throws(ConfigurationError) {
    try section.allow([
      "region", "profile", "endpoint-url", "api-url", "api-key", "live-tail", "name-prefix",
      "production", "read-only", "stack", "refresh",
    ])
    self.name = name
    region = try section.text("region")
    profile = try section.text("profile")
    endpointURL = try section.text("endpoint-url")
    apiURL = try section.text("api-url")
    stack = try section.text("stack")
    namePrefix = try section.text("name-prefix")
    usesLiveTail = try section.flag("live-tail") ?? false
    isProduction = try section.flag("production") ?? false
    isReadOnly = try section.flag("read-only") ?? false
    apiKey = try section.keySource("api-key")
    refreshMilliseconds = try section.duration("refresh", in: ConfigurationFile.refreshRange)
  }
}

internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import CustomerServices

/// Fetches a secret from where the configuration says it is; it is never in the configuration itself.
struct KeyReader {
  /// The process's environment.
  let environment: [String: String]
  /// What ends a command that still runs when the process ends.
  let transports: Transports
  /// Makes a client for the secrets of a region.
  let client: @Sendable (_ region: String) throws(ConfigurationError) -> AWSClient
  /// How long a command may take: long enough for a person to touch a token.
  var limit: Duration = .seconds(60)
  /// Tells how long that is.
  var pacer: any Pacer = .system

  /// The secret without white space around it, such as a file's last line end; `nil` where the
  /// environment has none.
  ///
  /// - Throws: `ConfigurationError` where the place cannot be trusted or read.
  func key(from source: Context.KeySource) async throws(ConfigurationError) -> String? {
    let text: String? =
      switch source {
      case .environment(let name): environment[name]
      case .file(let path): try file(path)
      case .command(let command): try await output(of: command)
      case .secret(let secret): try await value(of: secret)
      }
    guard let secret = text.map({ String($0.trimmed) }) else { return nil }
    // It goes into a header, and what comes with control characters in it is something else.
    guard !secret.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw ConfigurationError(
        source: source.place,
        reason: "gives more than a secret, such as a second line",
        advice: "give the secret alone"
      )
    }
    return secret
  }

  private func file(_ path: String) throws(ConfigurationError) -> String? {
    try Launch.checkSecret(path)
    return try Launch.text(of: path)
  }

  private func output(of command: String) async throws(ConfigurationError) -> String {
    let running = try SecretCommand(command, environment: environment)
    transports.begin(running)
    defer { transports.end(running) }
    return try await running.secret(within: limit, pacer)
  }

  private func value(of secret: SecretReference) async throws(ConfigurationError) -> String {
    let service = SecretService(caller: try client(secret.region))
    do {
      return try await service.text(
        of: secret.arn,
        key: secret.key,
        stage: secret.stage,
        version: secret.version
      )
    } catch let failure as ServiceFailure {
      throw ConfigurationError(
        source: secret.arn,
        reason: failure.reason,
        advice: failure.advice
      )
    } catch {
      throw ConfigurationError(source: secret.arn, reason: "reading it was cancelled")
    }
  }
}

extension Context.KeySource {
  /// Where the secret is, as the configuration says it.
  fileprivate var place: String {
    switch self {
    case .environment(let name): "$\(name)"
    case .file(let path): path
    case .command(let command): command
    case .secret(let secret): secret.arn
    }
  }
}

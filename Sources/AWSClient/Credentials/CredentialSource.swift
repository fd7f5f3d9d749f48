package import AWSWire

/// Where credentials come from.
package struct CredentialSource: Sendable {
  private let source: @Sendable () async throws -> AWSCredentials

  /// Makes a source of a function that finds credentials, and is asked again when they expire.
  package init(_ source: @escaping @Sendable () async throws -> AWSCredentials) {
    self.source = source
  }

  /// Finds the present credentials.
  ///
  /// - Throws: `SettingsError` that says what was found instead and what to do.
  package func load() async throws -> AWSCredentials { try await source() }

  /// Credentials that were given.
  package static func fixed(_ credentials: AWSCredentials) -> CredentialSource {
    CredentialSource { credentials }
  }

  /// The key pair in the environment's variables.
  package static func environment(_ environment: [String: String]) -> CredentialSource {
    CredentialSource {
      guard let found = try fromEnvironment(environment) else { throw missing(environment) }
      return found
    }
  }

  /// The static keys of a profile in the shared files, read again each time.
  package static func sharedFiles(
    profile: String,
    environment: [String: String],
    read: @escaping SharedFiles.Reader
  ) -> CredentialSource {
    CredentialSource {
      let files = try SharedFiles(environment: environment, read: read)
      guard let found = files.profile(profile) else {
        throw profile == "default" ? missing(environment) : unknown(profile, files)
      }
      return try found.credentials()
    }
  }

  /// The environment's key pair where it has one.
  ///
  /// - Throws: `SettingsError` where it has half of one.
  static func fromEnvironment(
    _ environment: [String: String]
  ) throws(SettingsError) -> AWSCredentials? {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    guard let id = value("AWS_ACCESS_KEY_ID") else { return nil }
    guard let secret = value("AWS_SECRET_ACCESS_KEY") else {
      throw SettingsError(
        "AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY is not",
        advice: "set both or neither"
      )
    }
    return AWSCredentials(
      accessKeyID: id,
      secretAccessKey: secret,
      sessionToken: value("AWS_SESSION_TOKEN")
    )
  }

  /// The error for a profile that no file has.
  static func unknown(_ profile: String, _ files: SharedFiles) -> SettingsError {
    let names = files.profileNames
    return SettingsError(
      "there is no profile \(profile)",
      advice: names.isEmpty
        ? "run: aws configure --profile \(profile)" : "there are: \(names.joined(separator: ", "))"
    )
  }

  private static func missing(_ environment: [String: String]) -> SettingsError {
    let others = [
      "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
      "AWS_WEB_IDENTITY_TOKEN_FILE",
    ]
    if let other = others.first(where: { environment[$0]?.isEmpty == false }) {
      return SettingsError(
        "credentials by \(other) are not supported",
        advice: "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
      )
    }
    return SettingsError(
      "no AWS credentials",
      advice: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give --profile"
    )
  }
}

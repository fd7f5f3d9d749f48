internal import AWSWire

/// One profile of the shared files.
struct SharedProfile: Sendable {
  /// The profile's name.
  let name: String
  /// Its section in the credentials file.
  let keys: INIDocument.Section?
  /// Its section in the config file.
  let settings: INIDocument.Section?
  /// The services section it refers to.
  let services: INIDocument.Section?
  /// The credentials file's name.
  let keysFile: String
  /// The config file's name.
  let settingsFile: String

  /// The value of a setting; the credentials file comes first.
  subscript(key: String) -> String? {
    (keys?.entries[key] ?? settings?.entries[key]).flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  /// The endpoint that is set for one service.
  func endpoint(for service: AWSService) -> String? {
    services?.entries[service.settingsName.lowercased()]?.nested["endpoint_url"]
  }

  /// The profile's static keys.
  ///
  /// - Throws: `SettingsError` that names what was found instead of keys, and what to do.
  func credentials() throws(SettingsError) -> AWSCredentials {
    if let found = try pair(keys, keysFile) { return found }
    if let found = try pair(settings, settingsFile) { return found }
    for (key, advice) in SharedProfile.otherForms {
      guard let (entry, file) = place(of: key) else { continue }
      throw SettingsError(
        "profile \(name) gets its credentials by \(key), which is not supported",
        file: file,
        line: entry.line,
        advice: advice.replacing("PROFILE", with: name)
      )
    }
    throw SettingsError(
      "profile \(name) has no aws_access_key_id",
      file: keys == nil ? settingsFile : keysFile,
      line: (keys ?? settings)?.line,
      advice: "run: aws configure --profile \(name)"
    )
  }

  private static let export =
    "run: eval \"$(aws configure export-credentials --profile PROFILE --format env)\" "
    + "and leave --profile out"

  /// Settings that stand for credentials of other kinds, and what to do about each.
  private static let otherForms = [
    ("sso_session", "run: aws sso login --profile PROFILE; then \(export)"),
    ("sso_start_url", "run: aws sso login --profile PROFILE; then \(export)"),
    ("role_arn", export), ("credential_process", export), ("web_identity_token_file", export),
    ("login_session", export),
  ]

  private func pair(
    _ section: INIDocument.Section?,
    _ file: String
  ) throws(SettingsError) -> AWSCredentials? {
    guard let section, let id = section.entries["aws_access_key_id"], !id.value.isEmpty else {
      return nil
    }
    guard let secret = section.entries["aws_secret_access_key"]?.value, !secret.isEmpty else {
      throw SettingsError(
        "profile \(name) has aws_access_key_id but no aws_secret_access_key",
        file: file,
        line: id.line,
        advice: "add it below"
      )
    }
    let token = section.entries["aws_session_token"]?.value
    return AWSCredentials(
      accessKeyID: id.value,
      secretAccessKey: secret,
      sessionToken: token.flatMap { $0.isEmpty ? nil : $0 }
    )
  }

  private func place(of key: String) -> (entry: INIDocument.Entry, file: String)? {
    if let entry = keys?.entries[key] { return (entry, keysFile) }
    return settings?.entries[key].map { ($0, settingsFile) }
  }
}

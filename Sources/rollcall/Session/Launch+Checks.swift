internal import AWSClient
internal import Configuration
internal import CustomerDomain
internal import Dashboard
internal import Glibc
internal import Spelling
internal import Terminal

/// What is found wrong before anything is connected, whichever command is run.
extension Launch {
  /// The theme that is used where none is configured.
  static let standardTheme = "dark"

  /// The themes there are.
  var themes: ThemeShelf { ThemeShelf(folder: paths.themesFolder) }

  /// The key table with the user's own keys.
  ///
  /// - Throws: `ConfigurationError`.
  func keyTable() throws(ConfigurationError) -> KeyTable {
    try KeyOverrides(
      settings.keys,
      lines: settings.lines,
      file: paths.configurationFile
    ).table()
  }

  /// Refuses a configuration that only the dashboard would stumble over: a theme that there is none
  /// of, and keys that are none or clash.
  ///
  /// - Throws: `ConfigurationError`.
  func checkLooks() throws(ConfigurationError) {
    if let theme = settings.theme, !themes.names.contains(theme) {
      throw ConfigurationError(
        source: paths.configurationFile,
        line: settings.lines["theme"],
        reason: "there is no theme '\(theme)'",
        advice: NearestWord.advice(theme, among: themes.names)
      )
    }
    if !settings.keys.isEmpty { _ = try keyTable() }
  }

  /// Refuses a `--data` that cannot be a folder.
  ///
  /// - Throws: `ConfigurationError`.
  static func checkDataFolder(_ folder: String?) throws(ConfigurationError) {
    guard let folder else { return }
    guard !folder.isEmpty else {
      throw ConfigurationError(source: "--data", reason: "no folder is named")
    }
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return }
    throw ConfigurationError(
      source: "--data",
      reason: "\(folder) is a file, not a folder",
      advice: "name a folder, or a new one"
    )
  }

  /// Refuses a way to AWS that no call could take, such as a profile that no file has.
  ///
  /// - Throws: `ConfigurationError`.
  func checkDestination() throws(ConfigurationError) {
    guard case .remote(let remote) = settings.destination else { return }
    _ = try awsSettings(of: remote)
    do throws(SettingsError) {
      _ = try apiEndpoint(remote)
    } catch {
      throw ConfigurationError(error)
    }
  }

  /// Refuses flags that lead away from the local cloud, for a command that is about nothing else;
  /// what the environment says is what `env` itself leaves behind in a shell.
  ///
  /// - Throws: `ServiceFailure`.
  func requireLocalCloud(_ command: String) throws(ServiceFailure) {
    let named =
      (flags.context == "local" ? nil : flags.context.map { "context \($0)" })
      ?? flags.profile.map { "profile \($0)" } ?? flags.endpointURL ?? flags.apiURL
    guard let named else { return }
    throw ServiceFailure(onlyLocalCloudHas: command, not: named)
  }
}

extension ServiceFailure {
  /// The refusal of what only the local cloud has, where something else is looked at.
  init(onlyLocalCloudHas command: String, not name: String) {
    self.init(
      kind: .badConfiguration,
      action: command,
      reason: "only the local cloud has this, and \(name) is not one",
      advice: "leave out --profile, --endpoint-url, --api-url and --context, "
        + "or give --context local"
    )
  }
}

/// Where the program keeps what on this machine (XDG Base Directory Specification 0.8).
package struct Paths: Hashable, Sendable {
  /// The folder of the configuration and of what belongs to it.
  package var configurationFolder: String
  /// The configuration file.
  package var configurationFile: String
  /// The folder of the user's own themes.
  package var themesFolder: String
  /// The local cloud's folder.
  package var localCloudFolder: String
  /// The folder of the journal, the program's own log and what is kept only while it runs.
  package var stateFolder: String
  /// The journal of changing actions, one JSON object a line.
  package var journalFile: String
  /// The commands that were typed in the dashboard, one a line.
  package var historyFile: String
  /// The program's own log.
  package var logFile: String

  /// Finds the places from the environment's `XDG_…` variables and `HOME`.
  ///
  /// - Parameters:
  ///   - environment: the process's environment.
  ///   - dataFolder: the folder named by `--data`; it takes the place of a home that is not set.
  /// - Throws: `ConfigurationError` where nothing says where the user's files are.
  package init(
    environment: [String: String],
    dataFolder: String? = nil
  ) throws(ConfigurationError) {
    var environment = environment
    if environment["HOME"]?.hasPrefix("/") != true { environment["HOME"] = dataFolder }
    let config = try Paths.base("XDG_CONFIG_HOME", ".config", environment) + "/rollcall"
    let data = try Paths.base("XDG_DATA_HOME", ".local/share", environment) + "/rollcall"
    let state = try Paths.base("XDG_STATE_HOME", ".local/state", environment) + "/rollcall"
    configurationFolder = config
    configurationFile = config + "/config.yaml"
    themesFolder = config + "/themes"
    localCloudFolder = data + "/local"
    stateFolder = state
    journalFile = state + "/journal.jsonl"
    historyFile = state + "/history"
    logFile = state + "/rollcall.log"
  }

  /// A base folder; the specification says that a relative path in a variable is to be ignored.
  private static func base(
    _ variable: String,
    _ fallback: String,
    _ environment: [String: String]
  ) throws(ConfigurationError) -> String {
    if let folder = environment[variable], folder.hasPrefix("/") { return folder }
    guard let home = environment["HOME"], !home.isEmpty else {
      throw ConfigurationError(
        source: "HOME",
        reason: "is not set, and neither is \(variable)",
        advice: "set one of them to an absolute path"
      )
    }
    return "\(home)/\(fallback)"
  }
}

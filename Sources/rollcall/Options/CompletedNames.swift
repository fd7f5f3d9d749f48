internal import Configuration
internal import Dashboard

/// The names that a shell completes; none where the configuration cannot be read, because there is
/// nobody to tell it to.
enum CompletedNames {
  /// The contexts, the local cloud first.
  static var contexts: [String] {
    guard let launch else { return ["local"] }
    return (try? launch.contextMarks().map(\.name)) ?? ["local"]
  }

  /// The themes.
  static var themes: [String] { launch?.themes.names ?? [] }

  private static var launch: Launch? {
    try? Launch(flags: Flags(), isVerbose: false, environment: ProcessEnvironment.current)
  }
}

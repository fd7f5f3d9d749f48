internal import Configuration
internal import Dashboard

/// The other contexts, as the dashboard lists them and changes to them.
extension Launch {
  /// What the header says of where this leads.
  var mark: ContextMark {
    ContextMark(
      name: settings.contextName,
      region: region,
      isProduction: settings.isProduction,
      isReadOnly: settings.isReadOnly
    )
  }

  /// The contexts as `config.yaml` has them now, the local cloud first.
  ///
  /// - Throws: `ConfigurationError`.
  func contextMarks() throws -> [ContextMark] {
    let path = paths.configurationFile
    let yaml = try Launch.text(of: path)
    let file = try yaml.map { try ConfigurationFile(yaml: $0, path: path) } ?? ConfigurationFile()
    let names = file.contexts.keys.sorted().filter { $0 != "local" }
    return try (["local"] + names).map { name in
      var other = self
      other.settings = try Settings(
        flags: flags(for: name),
        environment: environment,
        file: file,
        paths: paths
      )
      return other.mark
    }
  }

  /// What is known before another context is connected.
  ///
  /// - Throws: `ConfigurationError`.
  func changed(to name: String) throws -> Launch {
    try Launch(
      flags: flags(for: name),
      isVerbose: isVerbose,
      timeout: timeout,
      environment: environment
    )
  }

  /// The command line that begins with another context and keeps what is not the context's own.
  func arguments(for name: String, theme: String) -> [String] {
    let milliseconds =
      timeout.components.seconds * 1000
      + timeout.components.attoseconds / 1_000_000_000_000_000
    return ["--context", name, "--theme", theme, "--timeout", "\(milliseconds)ms"]
      + (flags.isReadOnly ? ["--read-only"] : []) + (isVerbose ? ["--verbose"] : [])
      + (localData.map { ["--local-data", $0] } ?? [])
  }

  /// Flags that lead to a context; those that led to the present one are left out.
  private func flags(for name: String) -> Flags {
    Flags(
      context: name,
      dataFolder: name == "local" ? localData : nil,
      isReadOnly: flags.isReadOnly
    )
  }
}

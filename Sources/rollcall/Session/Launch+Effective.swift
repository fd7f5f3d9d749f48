internal import Configuration
internal import Glibc

/// What the configuration comes to, and what of it cannot work.
extension Launch {
  /// The settings in force, with where each comes from.
  ///
  /// - Throws: `ConfigurationError`.
  func effectiveSettings() throws(ConfigurationError) -> [EffectiveSetting] {
    var found = try settings.effective(
      flags: flags,
      environment: environment,
      file: file,
      paths: paths
    )
    for index in found.indices where found[index].value?.isEmpty ?? true {
      switch found[index].name {
      case "region" where !region.isEmpty:
        found[index].value = region
        found[index].source = .profile
        found[index].place = "the shared AWS files"
      case "theme": found[index].value = Launch.standardTheme
      case "name-prefix": found[index].value = nil
      default: break
      }
    }
    return found
  }

  /// Everything in the configuration that cannot work, each in a sentence, contexts included that
  /// are not in use.
  func mistakes() -> [String] {
    var mistakes: [String] = []
    func note(_ subject: String, _ body: () throws -> Void) {
      do { try body() } catch { mistakes.append(subject + "\(error)") }
    }
    note("") { _ = try themes.theme(named: settings.theme ?? Launch.standardTheme) }
    note("") { try checkDestination() }
    for name in file.contexts.keys.sorted() {
      note("context \(name): ") {
        let other = try changed(to: name)
        if name != settings.contextName { try other.checkDestination() }
        if case .file(let path)? = file.contexts[name]?.apiKey { try Launch.checkSecret(path) }
      }
    }
    return mistakes
  }

  /// Refuses a file of a secret that is not there, or that others can read, without reading it.
  static func checkSecret(_ path: String) throws(ConfigurationError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw ConfigurationError(source: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & 0o077 == 0 else {
      throw ConfigurationError(
        source: path,
        reason: "others can read this secret",
        advice: "run chmod 600 on it"
      )
    }
  }
}

/// The two files that the AWS tools share, `credentials` and `config`.
package struct SharedFiles: Sendable {
  /// Reads a file's text; `nil` where there is no such file.
  package typealias Reader = @Sendable (_ path: String) throws(SettingsError) -> String?

  private let credentials: INIDocument?
  private let config: INIDocument?

  /// Reads both files; either may be missing.
  ///
  /// - Throws: `SettingsError` where one cannot be read.
  package init(environment: [String: String], read: Reader) throws(SettingsError) {
    func document(_ variable: String, _ name: String) throws(SettingsError) -> INIDocument? {
      let path =
        environment[variable].flatMap { $0.isEmpty ? nil : $0 } ?? "~/.aws/\(name)"
      let home = environment["HOME"] ?? ""
      let file = path.hasPrefix("~/") ? home + path.dropFirst() : path
      return try read(file).map { text throws(SettingsError) in try INIDocument(text, file: file) }
    }
    credentials = try document("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    config = try document("AWS_CONFIG_FILE", "config")
  }

  /// The settings of a profile from both files; `nil` where neither knows it.
  func profile(_ name: String) -> SharedProfile? {
    let keys = credentials?.sections[name]
    let settings =
      config?.sections["profile \(name)"] ?? (name == "default" ? config?.sections[name] : nil)
    guard keys != nil || settings != nil else { return nil }
    let services = settings?.entries["services"].flatMap { entry in
      config?.sections["services \(entry.value)"]
    }
    return SharedProfile(
      name: name,
      keys: keys,
      settings: settings,
      services: services,
      keysFile: credentials?.file ?? "",
      settingsFile: config?.file ?? ""
    )
  }

  /// The names of all profiles, in order.
  package var profileNames: [String] {
    let fromConfig = (config?.sections.keys).map(Array.init) ?? []
    let names = fromConfig.compactMap { section in
      section == "default"
        ? section : section.hasPrefix("profile ") ? String(section.dropFirst(8)) : nil
    }
    return Set(names + (credentials?.sections.keys).map(Array.init).orEmpty).sorted()
  }
}

extension Optional where Wrapped == [String] {
  /// The elements, or none.
  fileprivate var orEmpty: [String] { self ?? [] }
}

internal import AWSClient
internal import Configuration
internal import Glibc
internal import Terminal
internal import Themes

/// The themes there are: those built in, and the user's own, which come first.
struct ThemeShelf {
  /// The folder of the user's own themes.
  let folder: String

  /// Reads all themes, by name.
  ///
  /// - Throws: `ThemeError` that names the file, the line and the role; `ConfigurationError` where a
  ///   file cannot be read.
  func themes() throws -> [String: Theme] {
    var themes: [String: Theme] = [:]
    for builtIn in BuiltInTheme.allCases {
      let file = ThemeFile(file: builtIn.fileName, text: builtIn.yaml)
      themes[builtIn.rawValue] = try file.theme(named: builtIn.rawValue)
    }
    for file in files {
      guard let text = try Launch.text(of: "\(folder)/\(file)") else { continue }
      let name = String(file.dropLast(".yaml".count))
      themes[name] = try ThemeFile(file: "\(folder)/\(file)", text: text).theme(named: name)
    }
    return themes
  }

  private var files: [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var files: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".yaml"), !name.hasPrefix(".") { files.append(name) }
    }
    return files.sorted()
  }
}

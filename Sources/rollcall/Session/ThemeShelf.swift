internal import AWSClient
internal import Configuration
internal import Glibc
internal import Spelling
internal import Terminal
internal import Themes

/// The themes there are: those built in, and the user's own, which come first.
struct ThemeShelf {
  /// The folder of the user's own themes.
  let folder: String

  /// The names of all themes; which of them can be read shows when one is chosen.
  var names: [String] {
    Set(BuiltInTheme.allCases.map(\.rawValue) + files.map { String($0.dropLast(".yaml".count)) })
      .sorted()
  }

  /// Reads a theme.
  ///
  /// - Throws: `ThemeError` that names the file, the line and the role; `ConfigurationError` where a
  ///   file cannot be read, or there is no such theme.
  func theme(named name: String) throws -> Theme {
    let path = "\(folder)/\(name).yaml"
    if let text = try Launch.text(of: path) {
      return try ThemeFile(file: path, text: text).theme(named: name)
    }
    guard let builtIn = BuiltInTheme(rawValue: name) else {
      throw ConfigurationError(
        source: folder,
        reason: "there is no theme '\(name)'",
        advice: NearestWord.advice(name, among: names)
      )
    }
    return try ThemeFile(file: builtIn.fileName, text: builtIn.yaml).theme(named: name)
  }

  /// Reads a theme from a file.
  ///
  /// - Throws: `ThemeError`; `ConfigurationError` where the file is not there or cannot be read.
  func theme(at path: String) throws -> Theme {
    guard let text = try Launch.text(of: path) else {
      throw ConfigurationError(source: path, reason: "no such file")
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return try ThemeFile(file: path, text: text)
      .theme(named: name.hasSuffix(".yaml") ? String(name.dropLast(".yaml".count)) : name)
  }

  /// Where the theme of that name is.
  func place(of name: String) -> String {
    isBuiltIn(name) ? "built in" : "\(folder)/\(name).yaml"
  }

  /// Whether the theme of that name is the program's own.
  func isBuiltIn(_ name: String) -> Bool { !files.contains("\(name).yaml") }

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

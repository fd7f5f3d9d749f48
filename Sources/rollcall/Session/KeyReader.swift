internal import Configuration
internal import Glibc

/// Fetches the API key from where a context says it is; it is never in the configuration itself.
struct KeyReader {
  /// The process's environment.
  let environment: [String: String]

  /// The key; `nil` where the environment has none, which the API answers with 403.
  ///
  /// - Throws: `ConfigurationError` where the place cannot be trusted or read.
  func key(from source: Context.KeySource) throws(ConfigurationError) -> String? {
    switch source {
    case .environment(let name): return environment[name]
    case .file(let path): return try file(path)
    case .command(let command): return try output(of: command)
    }
  }

  private func file(_ path: String) throws(ConfigurationError) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw ConfigurationError(source: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & 0o077 == 0 else {
      throw ConfigurationError(
        source: path,
        reason: "others can read this API key",
        advice: "run chmod 600 on it"
      )
    }
    return try Launch.text(of: path)
  }

  private func output(of command: String) throws(ConfigurationError) -> String? {
    guard let pipe = popen(command, "r") else {
      throw ConfigurationError(source: command, reason: String(cString: strerror(errno)))
    }
    var text = ""
    var buffer = [CChar](repeating: 0, count: 4096)
    while fgets(&buffer, Int32(buffer.count), pipe) != nil {
      text += String(
        decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
        as: UTF8.self
      )
    }
    guard pclose(pipe) == 0 else {
      throw ConfigurationError(source: command, reason: "failed to give the API key")
    }
    return text
  }
}

internal import AWSWire
internal import Configuration
internal import Glibc

/// Fetches a secret from where the configuration says it is; it is never in the configuration itself.
struct KeyReader {
  /// The process's environment.
  let environment: [String: String]

  /// The secret; `nil` where the environment has none.
  ///
  /// - Throws: `ConfigurationError` where the place cannot be trusted or read.
  func key(from source: Context.KeySource) async throws(ConfigurationError) -> String? {
    switch source {
    case .environment(let name): return environment[name]
    case .file(let path): return try file(path)
    case .command(let command): return try await output(of: command)
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
        reason: "others can read this secret",
        advice: "run chmod 600 on it"
      )
    }
    return try Launch.text(of: path)
  }

  private func output(of command: String) async throws(ConfigurationError) -> String {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw ConfigurationError(source: command, reason: String(cString: strerror(errno)))
    }
    let (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child: ChildProcess
    do throws(ChildProcess.Refusal) {
      defer { close(writing) }
      child = try ChildProcess(["sh", "-c", command], environment: environment, output: writing)
    } catch {
      close(reading)
      throw ConfigurationError(source: command, reason: String(cString: strerror(error.code)))
    }
    let (text, status) = await OwnThread.run("api-key") {
      let bytes = try? Descriptor.bytes(of: reading, limit: 65_536)
      close(reading)
      return (bytes.map { String(decoding: $0, as: UTF8.self) }, child.end())
    }
    guard let text, status == 0 else {
      throw ConfigurationError(
        source: command,
        reason: "failed to give the secret: it ended with status \(status)"
      )
    }
    return text
  }
}

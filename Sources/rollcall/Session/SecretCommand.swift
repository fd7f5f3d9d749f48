internal import AWSClient
internal import AWSWire
internal import Configuration
internal import Glibc
internal import Synchronization

/// A command that prints a secret, with no terminal to ask on: the dashboard has it.
///
/// It begins a session of its own, so that it is ended with all that it started.
final class SecretCommand: Sendable {
  private let command: String
  private let child: ChildProcess
  private let output: Int32
  private let errors: Int32
  private let state = Mutex(State())

  private struct State {
    var isReaped = false
    var isOverdue = false
  }

  /// Starts a command.
  ///
  /// - Throws: `ConfigurationError` where it cannot be started.
  init(_ command: String, environment: [String: String]) throws(ConfigurationError) {
    self.command = command
    do throws(ChildProcess.Refusal) {
      let (output, errors) = (try Pipe(), try Pipe())
      defer { for pipe in [output, errors] { close(pipe.writing) } }
      do throws(ChildProcess.Refusal) {
        child = try ChildProcess(
          ["sh", "-c", command],
          environment: environment,
          streams: .detached(output: output.writing, errors: errors.writing)
        )
      } catch {
        for pipe in [output, errors] { close(pipe.reading) }
        throw error
      }
      (self.output, self.errors) = (output.reading, errors.reading)
    } catch {
      throw ConfigurationError(source: command, reason: String(cString: strerror(error.code)))
    }
  }

  /// Waits for its end, and gives what it printed; to be called once.
  ///
  /// - Parameters:
  ///   - limit: how long it may take; then it is ended.
  ///   - pacer: tells how long that is.
  /// - Returns: the output, as it is.
  /// - Throws: `ConfigurationError` where it failed or took too long.
  func secret(within limit: Duration, _ pacer: any Pacer) async throws(ConfigurationError)
    -> String
  {
    let watchdog = Task {
      try await pacer.sleep(for: limit)
      state.withLock { $0.isOverdue = true }
      end()
    }
    let (text, complaint, status) = await withTaskCancellationHandler {
      async let complaint = OwnThread.run("secret-errors") { [self] in firstLine(of: errors) }
      let (text, status) = await OwnThread.run("secret") { [self] in
        let text = all(of: output)
        if text == nil { end() }
        return (text, reap())
      }
      return (text, await complaint, status)
    } onCancel: {
      end()
    }
    watchdog.cancel()
    guard let text, status == 0 else {
      throw ConfigurationError(
        source: command,
        reason: "failed to give the secret: "
          + (text == nil ? "it printed too much" : reason(complaint, status, limit)),
        advice: text != nil && state.withLock { $0.isOverdue }
          ? "it gets no terminal, so it must not ask" : ""
      )
    }
    return text
  }

  private func reason(_ complaint: String, _ status: Int32, _ limit: Duration) -> String {
    if state.withLock({ $0.isOverdue }) { return "it took longer than \(limit)" }
    let end = "it ended with status \(status)"
    return complaint.isEmpty ? end : "\(complaint.withoutFullStop) (\(end))"
  }

  /// Ends it with all that it started.
  func end() {
    state.withLock { state in
      // Once it is reaped its number may be another's.
      if !state.isReaped { child.killSession() }
    }
  }

  private func reap() -> Int32 {
    child.waitUntilOver()
    return state.withLock { state in
      state.isReaped = true
      return child.end()
    }
  }

  private var isOver: Bool { state.withLock { $0.isReaped || child.isOver } }

  private func all(of descriptor: Int32) -> String? {
    let limit = 65_536
    var bytes: [UInt8] = []
    read(descriptor) { block in
      bytes += block
      return bytes.count <= limit
    }
    return bytes.count <= limit ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The first line that is not empty; the rest is read, too, so that nothing waits for it.
  private func firstLine(of descriptor: Int32) -> String {
    var start: [UInt8] = []
    read(descriptor) { block in
      start += block.prefix(4096 - start.count)
      return true
    }
    let line = start.split { $0 == 0x0A || $0 == 0x0D }.first ?? []
    return String(String(decoding: line, as: UTF8.self).trimmed)
  }

  /// Reads and closes what the command prints, as long as `take` wants more.
  ///
  /// What it leaves behind, as an agent, may hold the other end for days, and print: once it is over, only
  /// what is there already counts, which is no more than a pipe holds.
  private func read(_ descriptor: Int32, _ take: (ArraySlice<UInt8>) -> Bool) {
    defer { close(descriptor) }
    let tick: Int32 = 50
    var rest = 65_536
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let wasOver = isOver
      var awaited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&awaited, 1, wasOver ? 0 : tick)
      if ready == 0, wasOver { return }
      guard ready != 0, ready > 0 || errno != EINTR else { continue }
      let count = Glibc.read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0, take(block[..<count]) else { return }
      if wasOver { rest -= count }
      guard rest > 0 else { return }
    }
  }
}

/// Two ends of which other programs inherit none.
private struct Pipe {
  let reading: Int32
  let writing: Int32

  init() throws(ChildProcess.Refusal) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ChildProcess.Refusal(command: "pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }
}

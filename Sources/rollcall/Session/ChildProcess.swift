internal import Glibc

/// A command that runs with this one's streams and a few more variables.
struct ChildProcess: Sendable {
  private let process: pid_t

  /// Why a command could not be started.
  struct Refusal: Error {
    /// The command.
    let command: String
    /// The system's number for the reason.
    let code: Int32

    /// What a shell would end with: 127 where there is no such command, else 126.
    var status: Int32 { code == ENOENT ? 127 : 126 }
  }

  /// Starts `command`, found along PATH.
  ///
  /// - Parameters:
  ///   - command: its name and arguments.
  ///   - environment: all of its environment.
  ///   - output: what it gets as standard output; `nil` for this process's own.
  /// - Throws: `Refusal` where it cannot be started.
  init(
    _ command: [String],
    environment: [String: String],
    output: Int32? = nil
  ) throws(Refusal) {
    let words = command.map { strdup($0) } + [nil]
    let pairs = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + pairs).forEach { free($0) } }
    var process: pid_t = 0
    var attributes = ChildProcess.signalsAsUsual()
    defer { posix_spawnattr_destroy(&attributes) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
    let code = posix_spawnp(&process, command[0], &actions, &attributes, words, pairs)
    guard code == 0 else { throw Refusal(command: command[0], code: code) }
    self.process = process
  }

  /// Waits for its end, and hands on to it what would end this process first.
  ///
  /// - Returns: its status; 128 and the signal's number where a signal ended it.
  func wait() async -> Int32 {
    // The terminal sends these to both; the command decides what becomes of them.
    for number in [SIGINT, SIGQUIT] { signal(number, SIG_IGN) }
    let signals = Signals([SIGTERM, SIGHUP])
    let messenger = Task { [process] in
      for await number in signals.numbers { kill(process, number) }
    }
    defer { messenger.cancel() }
    return await OwnThread.run("child") { [self] in end() }
  }

  /// Waits for its end on this thread.
  func end() -> Int32 {
    var state: Int32 = 0
    while waitpid(process, &state, 0) < 0, errno == EINTR {}
    let signal = state & 0x7F
    return signal == 0 ? (state >> 8) & 0xFF : 128 + signal
  }

  /// All signals let through and none ignored, whatever the threads of this process do with them.
  private static func signalsAsUsual() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
    )
    return attributes
  }
}

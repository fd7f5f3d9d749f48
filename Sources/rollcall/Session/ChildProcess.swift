internal import Glibc

/// A command that this program runs, with this one's streams or with others.
struct ChildProcess: Sendable {
  private let process: pid_t

  /// `POSIX_SPAWN_SETSID` of glibc's `spawn.h`, which its module does not show to Swift.
  private static let newSession: Int16 = 0x80

  /// What a command reads from and writes to.
  enum Streams {
    /// What this process has.
    case inherited
    /// Nothing to read and no terminal, in a session of its own, and these to write to.
    case detached(output: Int32, errors: Int32)
  }

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
  ///   - streams: what it reads from and writes to.
  /// - Throws: `Refusal` where it cannot be started.
  init(
    _ command: [String],
    environment: [String: String],
    streams: Streams = .inherited
  ) throws(Refusal) {
    let words = command.map { strdup($0) } + [nil]
    let pairs = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + pairs).forEach { free($0) } }
    var process: pid_t = 0
    var attributes = ChildProcess.signalsAsUsual()
    if case .detached = streams {
      var flags: Int16 = 0
      posix_spawnattr_getflags(&attributes, &flags)
      posix_spawnattr_setflags(&attributes, flags | ChildProcess.newSession)
    }
    defer { posix_spawnattr_destroy(&attributes) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if case .detached(let output, let errors) = streams {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
      posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    }
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

  /// Whether it is over; for one that was not taken note of by `end` yet.
  var isOver: Bool {
    var information = siginfo_t()
    let code = waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT | WNOHANG)
    return code == 0 && information.si_signo == SIGCHLD
  }

  /// Waits until it is over on this thread; its number stays its own until `end`.
  func waitUntilOver() {
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
  }

  /// Kills it and all of its session's first group; for one that began a session.
  func killSession() { kill(-process, SIGKILL) }

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

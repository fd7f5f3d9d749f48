internal import CustomerDomain
internal import Glibc

/// A command that runs with this one's streams and a few more variables.
struct ChildProcess {
  private let process: pid_t

  /// Starts `command`, found along PATH.
  ///
  /// - Throws: `ServiceFailure` where it cannot be started.
  init(
    _ command: [String],
    adding variables: [(name: String, value: String)]
  ) throws(ServiceFailure) {
    var environment = ProcessEnvironment.current
    for (name, value) in variables { environment[name] = value }
    let words = command.map { strdup($0) } + [nil]
    let pairs = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + pairs).forEach { free($0) } }
    var process: pid_t = 0
    var attributes = ChildProcess.signalsAsUsual()
    defer { posix_spawnattr_destroy(&attributes) }
    let code = posix_spawnp(&process, command[0], nil, &attributes, words, pairs)
    guard code == 0 else {
      throw ServiceFailure(
        kind: .invalidInput,
        action: "run",
        resource: command[0],
        reason: String(cString: strerror(code))
      )
    }
    self.process = process
  }

  /// Waits for its end, and hands on to it what would end this process first.
  ///
  /// - Returns: its status; 128 and the signal's number where a signal ended it.
  func wait() -> Int32 {
    // The terminal sends these to both; the command decides what becomes of them.
    for number in [SIGINT, SIGQUIT] { signal(number, SIG_IGN) }
    let signals = Signals([SIGTERM, SIGHUP])
    let messenger = Task { [process] in
      for await number in signals.numbers { kill(process, number) }
    }
    defer { messenger.cancel() }
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

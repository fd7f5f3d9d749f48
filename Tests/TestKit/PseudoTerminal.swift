internal import CProcess
internal import CVTerm
internal import Glibc

/// A program running on a terminal of its own, and the screen it draws.
///
/// It belongs to one test. Nothing here sleeps: it waits for output until a condition holds.
package final class PseudoTerminal {
  /// Why a program could not be started.
  package struct Failure: Error, CustomStringConvertible {
    /// What failed and why.
    package let description: String
  }

  /// How a program ended.
  package enum Exit: Hashable, Sendable {
    /// By itself, with that status.
    case code(Int32)
    /// By that signal.
    case signal(Int32)
  }

  /// The screen.
  package let screen: VirtualScreen
  /// Every byte the program wrote, in order.
  package private(set) var output: [UInt8] = []
  /// The program's process.
  package let process: Int32
  /// How it ended, once `waitForExit` said so.
  package private(set) var exit: Exit?
  /// The modes the terminal had before the program started.
  private let modesBefore: termios

  private var master: Int32
  /// Kept open, so that the terminal outlives the program and its modes can be read.
  private var slave: Int32

  /// Starts a program on a new terminal, as the leader of a session of its own.
  ///
  /// - Throws: `Failure`.
  package init(
    _ program: String,
    _ arguments: [String] = [],
    columns: Int = 80,
    rows: Int = 24,
    environment: [String: String] = [:],
    folder: String? = nil
  ) throws {
    screen = VirtualScreen(columns: columns, rows: rows)
    var window = winsize(
      ws_row: UInt16(rows),
      ws_col: UInt16(columns),
      ws_xpixel: 0,
      ws_ypixel: 0
    )
    var name = [CChar](repeating: 0, count: 128)
    var master: Int32 = -1
    var slave: Int32 = -1
    guard openpty(&master, &slave, &name, nil, &window) == 0 else {
      throw Failure(description: "openpty: \(String(cString: strerror(errno)))")
    }
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    self.master = master
    self.slave = slave
    var modes = termios()
    tcgetattr(slave, &modes)
    modesBefore = modes
    process = try spawn(
      program,
      arguments,
      terminal: name,
      environment: environment,
      folder: folder
    )
  }

  deinit {
    if exit == nil {
      kill(process, SIGKILL)
      kill(process, SIGCONT)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    hangUp()
  }

  /// Takes the terminal away, as a closed window or a lost connection does.
  package func hangUp() {
    for end in [master, slave] where end >= 0 { close(end) }
    master = -1
    slave = -1
  }

  /// What the screen shows, row by row.
  package var text: String { screen.text }

  /// A row of the screen, without the spaces at its end.
  package func line(_ row: Int) -> String { screen.line(row) }

  /// What one cell of the screen shows.
  package func cell(_ row: Int, _ column: Int) -> VirtualScreen.Cell { screen.cell(row, column) }

  /// Reads until the condition holds; false if it does not within the time.
  package func wait(
    seconds: Double = 5,
    until condition: (PseudoTerminal) -> Bool
  ) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      take()
      if condition(self) { return true }
      let left = deadline - .now
      guard left > .zero else { return false }
      var wanted = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      // At most 20 ms: a condition may also be about the process, which sends no bytes.
      let patience = min(20, Int32(left.components.attoseconds / 1_000_000_000_000_000) + 1)
      poll(&wanted, 1, left.components.seconds > 0 ? 20 : patience)
    }
  }

  /// Reads until the screen shows that text.
  package func wait(for text: String, seconds: Double = 5) -> Bool {
    wait(seconds: seconds) { $0.screen.text.contains(text) }
  }

  /// Reads until the program has ended and says how; nil if it does not within the time.
  package func waitForExit(seconds: Double = 5) -> Exit? {
    _ = wait(seconds: seconds) { $0.hasExited }
    take()
    return exit
  }

  /// Says how the program ended although nobody reads what it writes, as on a dead connection.
  package func waitForExitUnread(seconds: Double = 5) -> Exit? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    // Nothing arrives: poll is only the pause between two looks at the process.
    while !hasExited, ContinuousClock.now < deadline { poll(nil, 0, 10) }
    return exit
  }

  /// Whether the process is stopped, as by Control-Z.
  package func isStopped(_ process: Int32) -> Bool {
    guard let status = fopen("/proc/\(process)/stat", "r") else { return false }
    defer { fclose(status) }
    var line = [CChar](repeating: 0, count: 512)
    guard fgets(&line, 512, status) != nil else { return false }
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return text.split(separator: ")").last?.hasPrefix(" T") ?? false
  }

  /// The terminal's modes now.
  private var modes: termios {
    var modes = termios()
    tcgetattr(slave, &modes)
    return modes
  }

  /// Whether the terminal's modes are what they were before the program started.
  package var hasModesOfBefore: Bool {
    withUnsafeBytes(of: modes) { now in
      withUnsafeBytes(of: modesBefore) { before in now.elementsEqual(before) }
    }
  }

  /// Sends a signal to the program.
  package func send(signal: Int32) {
    kill(process, signal)
  }

  /// Gives the terminal another size, of which the program is told by the system.
  package func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    var window = winsize(
      ws_row: UInt16(rows),
      ws_col: UInt16(columns),
      ws_xpixel: 0,
      ws_ypixel: 0
    )
    _ = ioctl(master, UInt(TIOCSWINSZ), &window)
  }

  /// Sends bytes as the terminal would.
  package func send(_ bytes: some Sequence<UInt8>) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        take()
        var wanted = pollfd(fd: master, events: Int16(POLLOUT | POLLIN), revents: 0)
        guard poll(&wanted, 1, 5_000) > 0 else { return }
      } else {
        return
      }
    }
  }

  private var hasExited: Bool {
    guard exit == nil else { return true }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return false }
    let signal = status & 0x7F
    exit = signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal)
    return true
  }

  /// Takes what the program wrote so far.
  private func take() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return }
      output += buffer.prefix(count)
      screen.feed(buffer.prefix(count))
      let answers = screen.takeAnswers()
      if !answers.isEmpty { send(answers) }
    }
  }
}

/// Starts a program with the terminal as its standard streams and controlling terminal.
private func spawn(
  _ program: String,
  _ arguments: [String],
  terminal: [CChar],
  environment: [String: String],
  folder: String?
) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  // The first terminal a session's leader opens becomes its controlling terminal.
  posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
  posix_spawn_file_actions_adddup2(&actions, 0, 1)
  posix_spawn_file_actions_adddup2(&actions, 0, 2)
  if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
  cprocess_close_others(&actions)
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  // Tests run on threads that block signals, and a program inherits that.
  var noSignals = sigset_t()
  sigemptyset(&noSignals)
  posix_spawnattr_setsigmask(&attributes, &noSignals)
  posix_spawnattr_setflags(&attributes, cvt_spawn_new_session | cvt_spawn_set_signal_mask)
  let words = ([program] + arguments).map { strdup($0) } + [nil]
  let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { (words + variables).forEach { free($0) } }
  var process: pid_t = 0
  let code = posix_spawn(&process, program, &actions, &attributes, words, variables)
  guard code == 0 else {
    throw PseudoTerminal.Failure(description: "\(program): \(String(cString: strerror(code)))")
  }
  return process
}

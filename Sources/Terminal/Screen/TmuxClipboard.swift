internal import Glibc

/// The clipboard of the tmux around the program, which hands it on to the terminal around itself.
///
/// tmux takes OSC 52 from a program only where its user allowed that; its own command always works.
package struct TmuxClipboard: Hashable, Sendable {
  /// Why text could not be handed over.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What tmux or the system said, printable.
    package let description: String
  }

  private let program: String
  private let variables: [String]

  /// Finds tmux; `nil` outside of tmux, or where its program is not in the PATH.
  package init?(environment: [String: String]) {
    guard !(environment["TMUX"] ?? "").isEmpty else { return nil }
    let paths = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/tmux" }
    guard let program = paths.first(where: { access($0, X_OK) == 0 }) else { return nil }
    self.program = program
    variables = environment.map { "\($0.key)=\($0.value)" }
  }

  /// Starts `tmux load-buffer -w -` with the text; whoever started it asks until it has ended.
  ///
  /// - Throws: `Failure` where it cannot be started.
  package func load(_ text: String) throws(Failure) -> Loading {
    let input = try Channel()
    defer { input.closeIts() }
    let errors = try Channel()
    defer { errors.closeIts() }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.its, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, errors.its, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let words = ([program, "load-buffer", "-w", "-"] as [String]).map { strdup($0) } + [nil]
    let variables = variables.map { strdup($0) } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, &attributes, words, variables)
    guard code == 0 else { throw Failure(system: "start \(program)", code: code) }
    return Loading(process: process, input: input, errors: errors, rest: Array(text.utf8)[...])
  }

  /// A tmux that is taking text.
  package struct Loading: Sendable {
    fileprivate let process: pid_t
    fileprivate let input: Channel
    fileprivate let errors: Channel
    fileprivate var rest: ArraySlice<UInt8>

    /// Gives it more, without waiting, and tells whether it has taken all and ended well.
    ///
    /// - Throws: `Failure` where it ended otherwise.
    package mutating func isDone() throws(Failure) -> Bool {
      if !rest.isEmpty { rest = rest.dropFirst(input.send(rest)) }
      if rest.isEmpty { input.endSending() }
      var state: Int32 = 0
      let ended = waitpid(process, &state, WNOHANG)
      if ended == 0 || ended < 0 && errno == EINTR { return false }
      guard ended == process, state & 0x7F == 0, (state >> 8) & 0xFF == 0 else {
        let words = errors.received.split(separator: "\n").first.map(String.init)
        throw Failure(description: SafeText.visible(words ?? "tmux ended without a word"))
      }
      return true
    }

    /// Ends it, for it has taken too long.
    package func giveUp() {
      kill(process, SIGKILL)
      while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }
  }
}

extension TmuxClipboard.Failure {
  fileprivate init(system operation: String, code: Int32) {
    self.init(description: "\(operation): \(String(cString: strerror(code)))")
  }
}

/// Two connected sockets, one for each process; ours never waits and never raises SIGPIPE.
private final class Channel: Sendable {
  /// The end of the process that is started.
  let its: Int32
  private let ours: Int32

  init() throws(TmuxClipboard.Failure) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw TmuxClipboard.Failure(system: "socketpair", code: errno)
    }
    (ours, its) = (ends[0], ends[1])
    _ = fcntl(ours, F_SETFL, O_NONBLOCK)
  }

  deinit { close(ours) }

  /// Leaves the other end to the process that was started.
  func closeIts() { close(its) }

  /// Sends what the other side has room for, and returns how many bytes that was.
  func send(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBytes { buffer in
      max(0, Glibc.send(ours, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL)))
    }
  }

  /// Says that nothing more is sent.
  func endSending() { shutdown(ours, Int32(SHUT_WR)) }

  /// The first of what came from the other side.
  var received: String {
    var buffer = [UInt8](repeating: 0, count: 400)
    let count = read(ours, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}

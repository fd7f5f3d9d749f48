internal import CProcess
internal import Glibc

/// A program that is about to be started with nothing of this process's own: its variables, its
/// folder, no input, and one stream for all it prints.
struct ProcessLaunch: Sendable {
  /// Why a program could not be started: the system's words.
  struct Failure: Error, Hashable, Sendable {
    /// What `strerror` says, in lower case: `permission denied`.
    let reason: String
  }

  /// The path of the executable file, which is not searched for.
  let program: String
  /// The words after the program's own on its command line.
  var arguments: [String] = []
  /// The path of the folder that it begins in.
  var folder = "/"
  /// All the environment that it sees.
  var variables: [String: String] = [:]

  /// Starts the program in a process group of its own.
  ///
  /// - Parameters:
  ///   - input: the descriptor it reads from; `nil` for nothing to read.
  ///   - output: the descriptor it prints to.
  /// - Returns: the process's id, which is also its group's.
  /// - Throws: `Failure`.
  func start(input: Int32? = nil, output: Int32) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    cprocess_begin_in(&actions, folder)
    var attributes = ProcessLaunch.attributes()
    defer { posix_spawnattr_destroy(&attributes) }
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let pairs = variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + pairs).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, &attributes, words, pairs)
    guard code == 0 else { throw Failure(reason: String(cString: strerror(code)).lowercased()) }
    return process
  }

  /// A group of its own, all signals let through and none ignored.
  private static func attributes() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP)
    )
    return attributes
  }
}

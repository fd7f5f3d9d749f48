internal import CProcess
internal import CVTerm
internal import Glibc

/// A program that runs beside a test, unheard, and is ended with this object.
package final class StartedProgram: Sendable {
  private let process: pid_t

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: its path.
  ///   - arguments: its arguments, without its name.
  ///   - environment: all of its environment.
  /// - Throws: `CommandRun.Failure` where it cannot be started.
  package init(_ program: String, _ arguments: [String], environment: [String: String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for stream in 0...2 as ClosedRange<Int32> {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    cprocess_close_others(&actions)
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, nil, words, variables)
    guard code == 0 else {
      throw CommandRun.Failure(description: "\(program): \(String(cString: strerror(code)))")
    }
    self.process = process
  }

  // A thread of a pool has signals blocked, and so has what it starts: all but this one.
  deinit {
    kill(process, SIGKILL)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
  }
}

internal import CustomerDomain
internal import Glibc

/// Beginning anew in the same process: the program takes its own place with other arguments.
enum Restart {
  /// Begins anew, with this program's environment and its three standard streams and nothing else.
  ///
  /// - Parameter arguments: the arguments, without the program's name.
  /// - Returns: why it could not; it does not return where it could.
  static func begin(_ arguments: [String]) -> ServiceFailure {
    let program = CommandLine.arguments.first ?? "rollcall"
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    closeOthersAtExec()
    // The pool's threads have signals blocked, and this program may ignore some; both is inherited.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    for number in [SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    execv("/proc/self/exe", words)
    return ServiceFailure(
      kind: .unavailable,
      action: "begin anew",
      resource: program,
      reason: String(cString: strerror(errno)),
      advice: "start it again with \(arguments.map(ShellWord.quoted).joined(separator: " "))"
    )
  }

  /// Lets no descriptor but the standard ones outlive this program: a socket that was left open would
  /// still belong to the context before.
  private static func closeOthersAtExec() {
    guard let folder = opendir("/proc/self/fd") else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let number = Int32(name), number > STDERR_FILENO else { continue }
      _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    }
  }
}

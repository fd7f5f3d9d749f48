internal import ArgumentParser
internal import Glibc

/// A question that only a person at a terminal can answer.
enum Question {
  /// Asks, and waits for a line that begins with `y`.
  ///
  /// - Throws: `ExitStatus.usage` where nobody is there to answer.
  static func isAnsweredYes(_ question: String) throws(ExitStatus) -> Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
      Printer.complain("nobody can be asked here; say --yes")
      throw .usage
    }
    let bytes = Array("\(question) [y/N] ".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
    return readLine()?.lowercased().hasPrefix("y") ?? false
  }
}

internal import ArgumentParser
internal import Glibc
internal import Terminal

/// A question that only a person at a terminal can answer.
enum Question {
  /// Asks, and waits for a line that begins with `y`.
  ///
  /// - Throws: `ExitStatus.usage` where nobody is there to answer.
  static func isAnsweredYes(_ question: SafeText) throws(ExitStatus) -> Bool {
    guard canBeAsked else {
      Printer.complain("nobody can be asked here; say --yes")
      throw .usage
    }
    return answer("\(question) [y/N]").lowercased().hasPrefix("y")
  }

  /// Whether a person is there to answer.
  static var canBeAsked: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks, and gives the line that is typed, without spaces around it.
  static func answer(_ question: SafeText) -> String {
    Printer.ask(question)
    var line = (readLine() ?? "")[...].drop { $0.isWhitespace }
    while line.last?.isWhitespace == true { line.removeLast() }
    return String(line)
  }
}

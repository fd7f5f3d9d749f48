internal import AWSWire
internal import ArgumentParser
internal import Glibc
internal import Terminal

/// A question that only a person at a terminal can answer.
enum Question {
  /// Asks, and waits for a line that begins with `y`.
  ///
  /// - Throws: `ExitStatus.usage` where nobody is there to answer.
  static func isAnsweredYes(_ question: SafeText) async throws(ExitStatus) -> Bool {
    try requirePerson()
    return await answer("\(question) [y/N]").lowercased().hasPrefix("y")
  }

  /// Asks whether ids are to be deleted, and waits for the answer.
  ///
  /// - Throws: `ExitStatus.usage` where nobody is there to answer.
  static func isAgreed(to question: DeleteQuestion) async throws(ExitStatus) -> Bool {
    try requirePerson()
    question.preface.forEach(Printer.tell)
    return question.isAgreed(by: await answer(question.prompt))
  }

  private static func requirePerson() throws(ExitStatus) {
    guard !canBeAsked else { return }
    Printer.complain("nobody can be asked here; say --yes")
    throw .usage
  }

  /// Whether a person is there to answer.
  static var canBeAsked: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks, and gives the line that is typed, without spaces around it; signals are answered meanwhile.
  static func answer(_ question: SafeText) async -> String {
    Printer.ask(question)
    return String((await OwnThread.run("question") { readLine() } ?? "").trimmed)
  }
}

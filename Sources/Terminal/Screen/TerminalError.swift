internal import Glibc

/// Why the screen cannot be used.
package enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or output is a file or a pipe.
  case notATerminal(stream: String)
  /// The terminal cannot move its cursor.
  case tooSimple(terminal: String)
  /// Neither the terminal's name nor `xterm-256color` is described on this machine.
  case notDescribed(terminal: String)
  /// The system refused something.
  case system(operation: String, code: Int32)
}

extension TerminalError: CustomStringConvertible {
  /// The sentence for people: what failed, why, what to do.
  package var description: String {
    switch self {
    case .notATerminal(let stream):
      "\(stream) is not a terminal; start the dashboard in one, or use a command such as"
        + " `rollcall get ID`"
    case .tooSimple(let terminal):
      "the terminal '\(SafeText.visible(terminal))' cannot move its cursor; set TERM to what your"
        + " terminal is, such as xterm-256color"
    case .notDescribed(let terminal):
      "no terminfo entry for '\(SafeText.visible(terminal))' nor for xterm-256color; install"
        + " ncurses-base"
    case .system(let operation, let code):
      "\(operation) failed: \(String(cString: strerror(code)))"
    }
  }
}

/// What ended a session's wait.
package enum TerminalEvent: Hashable, Sendable {
  /// A person did something, or the window has another size.
  case input(InputEvent)
  /// Another thread called the waker.
  case woken
  /// The program was stopped and goes on; the screen is drawn again already.
  case resumed
  /// The program must end; a signal says so.
  case signalled(Int32)
  /// The terminal is gone.
  case hungUp
}

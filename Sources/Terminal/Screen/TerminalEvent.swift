/// What ended a session's wait.
package enum TerminalEvent: Hashable, Sendable {
  /// A person did something, or the window has another size.
  case input(InputEvent)
  /// Another thread called the waker.
  case woken
  /// The program was stopped and goes on; the screen is drawn again already.
  case resumed
  /// SIGTSTP asks the program to stop; whoever waits calls `suspend()` when it is ready.
  case stopRequested
  /// The program must end; a signal says so.
  case signalled(Int32)
  /// The terminal is gone.
  case hungUp
}

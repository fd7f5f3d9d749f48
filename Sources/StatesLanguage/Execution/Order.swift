/// What an execution wants done; orders are carried out in the order they come.
package enum Order: Sendable {
  /// Append these events to the history.
  case record([HistoryEvent])
  /// Begin a task and tell what becomes of it.
  case runTask(TaskRequest)
  /// Stop caring about a task; what is still told about it is ignored.
  case cancelTask(id: Int)
  /// Tell `timerFired` at `due` or as soon as possible after it.
  case setTimer(id: Int, due: Milliseconds)
  /// Forget a timer; if it fires nonetheless that is ignored.
  case cancelTimer(id: Int)
  /// The execution has ended; nothing follows.
  case finish(ExecutionOutcome)
}

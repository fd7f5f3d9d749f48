package import JSONValue

/// What the world tells an execution.
package enum Happening: Hashable, Sendable {
  /// The task's work began, an activity's by a worker that may have told its name.
  case taskStarted(id: Int, worker: String? = nil)
  /// The task was handed over and now waits for a callback or for a job to end.
  case taskSubmitted(id: Int, output: JSON)
  /// The task is alive.
  case taskHeartbeat(id: Int)
  /// The task's work gave a result.
  case taskSucceeded(id: Int, output: JSON)
  /// The task's work went wrong.
  case taskFailed(id: Int, error: String?, cause: String?)
  /// A timer that was ordered has reached its due time.
  case timerFired(id: Int)
  /// Someone stopped the execution.
  case stopped(error: String?, cause: String?)
}

package import JSONValue

/// A task that an execution wants run.
package struct TaskRequest: Hashable, Sendable {
  /// The number by which the task is spoken of; each attempt has its own.
  package let id: Int
  /// The state that the task belongs to.
  package let stateName: String
  /// What to run: the ARN of a function or of an integration, as the definition has it.
  package let resource: String
  /// What to run it with.
  package let parameters: JSON
  /// How long the task may take, in seconds.
  package let timeoutSeconds: Int?
  /// How long the task may be silent, in seconds.
  package let heartbeatSeconds: Int?
  /// How often the task has been retried: 0 at first.
  package let retryCount: Int
  /// By what token a callback or a worker speaks of the task, where there is one.
  package let token: String?
  /// Who ends the task.
  package let style: Style

  /// Who ends a task.
  package enum Style: String, Hashable, Sendable {
    /// The answer of what it calls.
    case answer
    /// A callback, after what it calls has answered.
    case callback
    /// The end of the job that what it calls has begun.
    case job
    /// A worker that asks for it.
    case worker
  }
}

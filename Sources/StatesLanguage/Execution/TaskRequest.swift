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
  /// What `$$.Task.Token` was, for tasks that wait for a callback.
  package let token: String?
}

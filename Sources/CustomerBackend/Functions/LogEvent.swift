internal import JSONValue

/// The workflow's audit line for an id that already exists: the last line of the invocation.
struct LogEvent {
  /// The invocation that is answered.
  let invocation: Invocation

  /// Does it and gives the step's result, and the outcome for the log.
  func result() throws -> (result: JSON, outcome: String) {
    let id = try invocation.workflowID()
    return (["id": .string(id), "logged": true, "result": "AlreadyExists"], "already exists")
  }
}

internal import JSONValue

/// The workflow's first step: whether the id exists; an invalid id fails it.
struct ValidateExists {
  /// The invocation that is answered.
  let invocation: Invocation

  /// Does it and gives the step's result, and the outcome for the log.
  func result() async throws -> (result: JSON, outcome: String) {
    let id = try invocation.workflowID()
    let exists = try await invocation.table.has(id)
    return (["id": .string(id), "exists": .bool(exists)], exists ? "exists" : "absent")
  }
}

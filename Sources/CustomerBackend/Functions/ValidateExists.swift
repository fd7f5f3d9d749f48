internal import JSONValue

/// The workflow's first step: whether the id exists; an invalid id fails it.
struct ValidateExists {
  let invocation: Invocation

  func result() async throws -> (result: JSON, outcome: String) {
    let id = try invocation.workflowID()
    let exists = try await invocation.table.has(id)
    return (["id": .string(id), "exists": .bool(exists)], exists ? "exists" : "absent")
  }
}

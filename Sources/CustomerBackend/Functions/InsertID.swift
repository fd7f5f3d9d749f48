internal import JSONValue

/// The workflow's insert; where two runs race, the conditional write decides.
struct InsertID {
  /// The invocation that is answered.
  let invocation: Invocation

  /// Does it and gives the step's result, and the outcome for the log.
  func result() async throws -> (result: JSON, outcome: String) {
    let id = try invocation.workflowID()
    let isInserted = try await invocation.table.insert(id)
    let result: JSON = [
      "id": .string(id), "inserted": .bool(isInserted),
      "result": isInserted ? "Inserted" : "AlreadyExists",
    ]
    return (result, isInserted ? "inserted" : "already exists")
  }
}

internal import JSONValue

/// The workflow's insert; where two runs race, the conditional write decides.
struct InsertID {
  let invocation: Invocation

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

internal import JSONValue

/// The workflow's insert; where two runs race, the conditional write decides.
struct InsertID {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func result() async throws -> JSON {
    let id = try invocation.workflowID()
    do {
      let inserted = try await invocation.table.insert(id)
      invocation.log.outcome(
        .info, inserted ? "inserted" : "already exists", ["id": .string(id)])
      return [
        "id": .string(id), "inserted": .bool(inserted),
        "result": inserted ? "Inserted" : "AlreadyExists",
      ]
    } catch {
      throw invocation.reported(error, doing: "PutItem", id: id)
    }
  }
}

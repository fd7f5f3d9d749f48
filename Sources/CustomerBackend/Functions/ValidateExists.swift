internal import JSONValue

/// The workflow's first step: whether the id exists; an invalid id fails it.
struct ValidateExists {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func result() async throws -> JSON {
    let id = try invocation.workflowID()
    do {
      let exists = try await invocation.table.has(id)
      invocation.log.outcome(
        .info, "checked", ["id": .string(id), "exists": .bool(exists)])
      return ["id": .string(id), "exists": .bool(exists)]
    } catch {
      throw invocation.reported(error, doing: "GetItem", id: id)
    }
  }
}

internal import JSONValue

/// The workflow's audit line for an id that already exists.
struct LogEvent {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func result() throws -> JSON {
    let id = try invocation.workflowID()
    invocation.log.outcome(.info, "already exists", ["id": .string(id)])
    return ["id": .string(id), "logged": true, "result": "AlreadyExists"]
  }
}

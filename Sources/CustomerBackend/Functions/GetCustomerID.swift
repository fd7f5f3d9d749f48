internal import JSONValue

/// `GET /customers/{id}`: whether the id exists.
struct GetCustomerID {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func answer() async -> JSON {
    let id = invocation.pathID
    guard let id, IDValidation.problem(in: id) == nil else {
      return invocation.refuse(400, IDValidation.problem(in: id) ?? "id is missing")
    }
    do {
      let exists = try await invocation.table.has(id)
      return invocation.answer(
        200, ["id": .string(id), "exists": .bool(exists)], exists ? "exists" : "absent", id: id)
    } catch {
      return invocation.fail(error, doing: "GetItem", id: id)
    }
  }
}

internal import JSONValue

/// `DELETE /customers/{id}`: delete the id.
struct DeleteCustomerID {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func answer() async -> JSON {
    let id = invocation.pathID
    guard let id, IDValidation.problem(in: id) == nil else {
      return invocation.refuse(400, IDValidation.problem(in: id) ?? "id is missing")
    }
    do {
      guard try await invocation.table.delete(id) else {
        return invocation.answer(
          404, ["id": .string(id), "error": "id not found"], "not found", id: id)
      }
      return invocation.answer(
        200, ["id": .string(id), "message": "deleted"], "deleted", id: id)
    } catch {
      return invocation.fail(error, doing: "DeleteItem", id: id)
    }
  }
}

internal import JSONValue

/// `DELETE /customers/{id}`: delete the id.
struct DeleteCustomerID {
  /// The invocation that is answered.
  let invocation: Invocation

  /// Does it and gives the answer.
  func response() async throws -> HTTPResponse {
    let id = try invocation.pathID()
    guard try await invocation.table.delete(id) else {
      return HTTPResponse(
        404,
        ["id": .string(id), "error": "id not found"],
        logged: "not found"
      )
    }
    return HTTPResponse(200, ["id": .string(id), "message": "deleted"], logged: "deleted")
  }
}

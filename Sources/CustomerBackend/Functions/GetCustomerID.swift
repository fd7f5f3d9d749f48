internal import JSONValue

/// `GET /customers/{id}`: whether the id exists.
struct GetCustomerID {
  /// The invocation that is answered.
  let invocation: Invocation

  /// Does it and gives the answer.
  func response() async throws -> HTTPResponse {
    let id = try invocation.pathID()
    let exists = try await invocation.table.has(id)
    return HTTPResponse(
      200,
      ["id": .string(id), "exists": .bool(exists)],
      logged: exists ? "exists" : "absent"
    )
  }
}

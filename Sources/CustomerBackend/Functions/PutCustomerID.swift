internal import AWSWire
internal import JSONValue

/// `PUT /customers/{id}`: insert the id, then tell the event bus.
struct PutCustomerID {
  /// The invocation that is answered.
  let invocation: Invocation

  /// Does it and gives the answer.
  func response() async throws -> HTTPResponse {
    let id = try invocation.pathID()
    // Nothing in the body is needed, but what is no object was not meant for us.
    _ = try RequestBody.object(in: invocation.event)
    guard try await invocation.table.insert(id) else {
      return HTTPResponse(
        409,
        ["id": .string(id), "error": "id already exists"],
        logged: "already exists"
      )
    }
    await announce(id)
    return HTTPResponse(201, ["id": .string(id), "message": "created"], logged: "created")
  }

  /// Publishes CustomerCreated; the insert stands whether or not that works.
  private func announce(_ id: String) async {
    let detail: JSON = ["id": .string(id)]
    let entry: JSON = [
      "Source": "customer.api", "DetailType": "CustomerCreated", "Detail": .string(detail.text()),
    ]
    do {
      let output = try await invocation.aws.perform(
        AWSCall(.events, "PutEvents", ["Entries": [entry]])
      )
      // PutEvents succeeds as a call even where it took no event.
      guard let failed = output["Entries"]?[0], let code = failed["ErrorCode"]?.string else {
        return
      }
      throw FunctionFault(
        type: code,
        message: "events PutEvents failed: \(failed["ErrorMessage"]?.string ?? code)"
      )
    } catch {
      let fault = FunctionFault(error)
      invocation.log.line(
        .error,
        "CustomerCreated was not published: \(fault.message)",
        errorType: fault.type
      )
    }
  }
}

internal import AWSWire
internal import JSONValue

/// `PUT /customers/{id}`: insert the id, then tell the event bus.
struct PutCustomerID {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func answer() async -> JSON {
    let id = invocation.pathID
    guard let id, IDValidation.problem(in: id) == nil else {
      return invocation.refuse(400, IDValidation.problem(in: id) ?? "id is missing")
    }
    do throws(RequestBody.Refusal) {
      _ = try RequestBody.object(in: invocation.event)
    } catch {
      return invocation.refuse(error.status, error.reason)
    }
    do {
      guard try await invocation.table.insert(id) else {
        return invocation.answer(
          409, ["id": .string(id), "error": "id already exists"], "already exists", id: id)
      }
    } catch {
      return invocation.fail(error, doing: "PutItem", id: id)
    }
    await announce(id)
    return invocation.answer(
      201, ["id": .string(id), "message": "created"], "created", id: id)
  }

  /// Publishes CustomerCreated; the insert stands whether or not that works.
  private func announce(_ id: String) async {
    let entry: JSON = [
      "Source": "customer.api", "DetailType": "CustomerCreated",
      "Detail": .string(JSON.object(["id": .string(id)]).text()),
    ]
    do {
      let output = try await invocation.aws.call(
        AWSCall(.events, "PutEvents", ["Entries": [entry]]))
      guard let code = output["Entries"]?[0]?["ErrorCode"]?.string else { return }
      throw FunctionFault(
        type: code, message: output["Entries"]?[0]?["ErrorMessage"]?.string ?? code)
    } catch {
      let fault = FunctionFault(error)
      invocation.log.line(
        .error, "PutEvents failed: \(fault.message)",
        ["id": .string(id), "errorType": .string(fault.type)])
    }
  }
}

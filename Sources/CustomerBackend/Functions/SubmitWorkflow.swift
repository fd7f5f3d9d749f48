internal import AWSWire
internal import JSONValue

/// `POST /workflow/submit`: start a workflow run.
struct SubmitWorkflow {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func answer() async -> JSON {
    let body: JSONObject
    do throws(RequestBody.Refusal) {
      guard let object = try RequestBody.object(in: invocation.event) else {
        return invocation.refuse(400, "the body must be a JSON object")
      }
      body = object
    } catch {
      return invocation.refuse(error.status, error.reason)
    }
    if let id = body["id"], id.string == nil { return invocation.refuse(400, "id is not a string") }
    let id = body["id"]?.string
    guard let id, IDValidation.problem(in: id) == nil else {
      return invocation.refuse(400, IDValidation.problem(in: id) ?? "id is missing")
    }
    let name = body["executionName"]
    guard name == nil || name?.string.map(SubmitWorkflow.isExecutionName) == true else {
      return invocation.refuse(
        400, "executionName must be 1 to 80 letters, digits, hyphens and underscores")
    }
    return await start(id, name: name?.string)
  }

  private func start(_ id: String, name: String?) async -> JSON {
    do {
      let input: JSON = ["id": .string(id)]
      let arn = try invocation.configuration.stateMachineARN()
      var start: JSON = ["stateMachineArn": .string(arn), "input": .string(input.text())]
      if let name { start["name"] = .string(name) }
      do {
        let output = try await invocation.aws.call(AWSCall(.states, "StartExecution", start))
        return accepted(id, arn: output["executionArn"]?.string, started: output["startDate"])
      } catch let error as AWSError where error.code == "ExecutionAlreadyExists" {
        return try await repeated(id, name: name, machine: arn, input: input)
      }
    } catch {
      return invocation.fail(error, doing: "StartExecution", id: id)
    }
  }

  /// A name that is taken: the same submission once more is answered as the first one was, even when
  /// its run has ended; another id under that name is refused.
  private func repeated(
    _ id: String, name: String?, machine: String, input: JSON
  ) async throws -> JSON {
    let arn =
      machine.split(separator: ":", omittingEmptySubsequences: false).enumerated()
      .map { $0.offset == 5 ? "execution" : String($0.element) }.joined(separator: ":")
      + ":\(name ?? "")"
    let run = try await invocation.aws.call(
      AWSCall(.states, "DescribeExecution", ["executionArn": .string(arn)]))
    guard run["input"]?.string.flatMap({ try? JSON(parsing: $0) }) == input else {
      return invocation.answer(
        409, ["id": .string(id), "error": "executionName is taken"], "name taken", id: id)
    }
    return accepted(id, arn: arn, started: run["startDate"])
  }

  private func accepted(_ id: String, arn: String?, started: JSON?) -> JSON {
    let date = started?.double.map { JSON.string(Instant(seconds: $0).iso8601) } ?? .null
    return invocation.answer(
      202, ["id": .string(id), "executionArn": JSON(arn), "startDate": date], "accepted", id: id)
  }

  private static func isExecutionName(_ name: String) -> Bool {
    (1...80).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

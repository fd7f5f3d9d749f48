internal import AWSWire
internal import JSONValue

/// `POST /workflow/submit`: start a workflow run.
struct SubmitWorkflow {
  /// The invocation that is answered.
  let invocation: Invocation

  /// Does it and gives the answer.
  func response() async throws -> HTTPResponse {
    guard let body = try RequestBody.object(in: invocation.event) else {
      throw Refusal(status: 400, reason: "the body must be a JSON object")
    }
    let id = try IDValidation.id(in: body["id"])
    let name = try ExecutionName(in: body["executionName"])
    let machine = try invocation.configuration.stateMachineARN()
    let input: JSON = ["id": .string(id)]
    var start: JSON = ["stateMachineArn": .string(machine), "input": .string(input.text())]
    start["name"] = name.map { .string($0.text) }
    do {
      let run = try await invocation.aws.perform(AWSCall(.states, "StartExecution", start))
      return accepted(id, arn: run["executionArn"]?.string, started: run["startDate"])
    } catch let error as AWSError where error.code == "ExecutionAlreadyExists" {
      guard let name else { throw error }
      return try await repeated(id, arn: name.executionARN(of: machine))
    }
  }

  /// Answers a submission whose name is taken.
  ///
  /// While the first run goes on, StartExecution itself takes the same name and input for the same
  /// start. After its end it does not any more; a retry must still start nothing twice, so the run is
  /// looked at: the same id is answered as the first time, another id is refused.
  private func repeated(_ id: String, arn: String) async throws -> HTTPResponse {
    let run = try await invocation.aws.perform(
      AWSCall(.states, "DescribeExecution", ["executionArn": .string(arn)])
    )
    let first = run["input"]?.string.flatMap { try? JSON(parsing: $0) }?["id"]?.string
    // Ids are compared as bytes, as the table does.
    guard let first, first.utf8.elementsEqual(id.utf8) else {
      return HTTPResponse(
        409,
        ["id": .string(id), "error": "executionName is taken by another id"],
        logged: "name taken"
      )
    }
    return accepted(id, arn: arn, started: run["startDate"])
  }

  private func accepted(_ id: String, arn: String?, started: JSON?) -> HTTPResponse {
    let date = started?.double.map { Instant(seconds: $0).iso8601 }
    return HTTPResponse(
      202,
      ["id": .string(id), "executionArn": JSON(arn), "startDate": JSON(date)],
      logged: "accepted",
      executionARN: arn
    )
  }
}

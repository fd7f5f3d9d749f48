internal import AWSWire
internal import GRDB
internal import JSONValue

extension StepFunctionsService {
  /// The execution that an input names.
  func executionARN(_ input: CallInput) throws -> String {
    try StatesARN.check(input.text(optional: "executionArn") ?? "", is: "execution")
  }

  /// Describes an execution.
  func describeExecution(_ input: CallInput) async throws -> JSON {
    let arn = try executionARN(input)
    let execution = try database.lookUp { db in try ExecutionStore.execution(arn, in: db) }
    guard let execution else { throw StatesError.executionNotFound(arn) }
    let events = try await database.read { db in
      execution.status == "RUNNING" || execution.status == "SUCCEEDED"
        ? 0 : try ExecutionStore.lastEvent(of: execution.id, in: db)
    }
    var output = StepFunctionsService.description(execution, events: events, at: timer.now)
    if input.text(optional: "includedData") == "METADATA_ONLY" {
      for key in ["input", "inputDetails", "output", "outputDetails"] { output[key] = nil }
    }
    return .object(output)
  }

  /// All that is told of an execution whose history has so many events.
  static func description(
    _ execution: StoredExecution,
    events: Int,
    at now: Instant
  ) -> JSONObject {
    var members = summary(execution)
    members["input"] = .string(execution.input)
    members["inputDetails"] = ["included": true]
    if let text = execution.output {
      members["output"] = .string(text)
      members["outputDetails"] = ["included": true]
    }
    if let error = execution.error { members["error"] = .string(error) }
    if let cause = execution.cause { members["cause"] = .string(cause) }
    let fault = redriveFault(execution, events: events, at: now)
    members["redriveStatus"] = fault == nil ? "REDRIVABLE" : "NOT_REDRIVABLE"
    if let fault { members["redriveStatusReason"] = .string(fault) }
    return members
  }

  private static func summary(_ execution: StoredExecution) -> JSONObject {
    var members: JSONObject = [
      "executionArn": .string(execution.arn), "stateMachineArn": .string(execution.machineARN),
      "name": .string(execution.name), "status": .string(execution.status),
      "startDate": Instant(milliseconds: execution.started).wire,
      "redriveCount": JSON(execution.redriveCount),
    ]
    if let redriven = execution.redriven {
      members["redriveDate"] = Instant(milliseconds: redriven).wire
    }
    if let stopped = execution.stopped {
      members["stopDate"] = Instant(milliseconds: stopped).wire
    }
    return members
  }

  /// Lists a machine's executions, the most recent first, a page at a time.
  func listExecutions(_ input: CallInput) async throws -> JSON {
    guard !input.has("mapRunArn") else {
      throw CloudError("ResourceNotFound", "The local cloud has no map runs")
    }
    guard input.has("stateMachineArn") else {
      throw input.fault("Must provide either a state machine ARN or a map run ARN")
    }
    guard !input.has("redriveFilter") else {
      throw input.fault("redriveFilter is only supported with mapRunArn")
    }
    let machine = try await machines.machine(try machineARN(input)).stored.arn
    let status = input.text(optional: "statusFilter")
    let given = input.json["maxResults"]?.int ?? 0
    let limit = given == 0 ? 100 : given
    let mark = try input.text(optional: "nextToken").map { token in
      let parts = PageToken.position(token)?.split(separator: ":") ?? []
      guard parts.count == 2, let time = Int64(parts[0]), let id = Int64(parts[1]) else {
        throw StatesError.invalidToken
      }
      return (time: time, id: id)
    }
    let found = try await database.read { db in
      try ExecutionStore.list(
        machine: machine,
        status: status,
        before: mark,
        limit: limit + 1,
        in: db
      )
    }
    var output: JSON = [
      "executions": .array(
        found.prefix(limit).map { .object(StepFunctionsService.summary($0)) }
      )
    ]
    if found.count > limit {
      let last = found[limit - 1]
      let isByStart = status == nil || status == "RUNNING"
      let time = isByStart ? last.started : last.stopped ?? last.started
      output["nextToken"] = .string(PageToken.make("\(time):\(last.id)"))
    }
    return output
  }

  /// Reads an execution's history, a page at a time.
  func executionHistory(_ input: CallInput) async throws -> JSON {
    let arn = try executionARN(input)
    let given = input.json["maxResults"]?.int ?? 0
    let limit = given == 0 ? 100 : given
    let isReversed = input.bool("reverseOrder") ?? false
    let hasData = input.bool("includeExecutionData") ?? true
    let start = try input.text(optional: "nextToken").map { token in
      guard let id = PageToken.position(token).flatMap({ Int($0) }) else {
        throw StatesError.invalidToken
      }
      return id
    }
    let events = try await database.read { db in
      guard let execution = try ExecutionStore.execution(arn, in: db) else {
        throw StatesError.executionNotFound(arn)
      }
      return try ExecutionStore.events(
        of: execution.id,
        from: start ?? (isReversed ? Int.max : 0),
        limit: limit + 1,
        isReversed: isReversed,
        in: db
      )
    }
    var output: JSON = [
      "events": .array(
        events.prefix(limit).map { hasData ? $0 : StepFunctionsService.withoutData($0) }
      )
    ]
    if events.count > limit, let next = events[limit]["id"]?.int {
      output["nextToken"] = .string(PageToken.make(String(next)))
    }
    return output
  }

  private static func withoutData(_ event: JSON) -> JSON {
    guard let members = event.object else { return event }
    return .object(
      members.mapValues { value in
        guard var details = value.object else { return value }
        for key in ["input", "output", "parameters"] { details[key] = nil }
        return .object(details)
      }
    )
  }
}

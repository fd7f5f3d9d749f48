internal import AWSWire
internal import CustomerDomain
internal import JSONValue

extension Execution {
  /// The run as `executions` prints it.
  var json: JSON {
    [
      "executionArn": .string(arn), "name": .string(name), "id": JSON(customerID),
      "status": .string(status.rawValue), "startDate": .string(startedAt.iso8601),
      "stopDate": JSON(stoppedAt?.iso8601), "durationMs": JSON(durationMilliseconds.map(Int.init)),
    ]
  }
}

extension ExecutionDetail {
  /// The run as `execution` prints it.
  func json(withHistory: Bool) -> JSON {
    var json = execution.json
    json["id"] = JSON(execution.customerID ?? input?["id"]?.string)
    json["input"] = input ?? .null
    json["output"] = output ?? .null
    json["error"] = JSON(error)
    json["cause"] = JSON(cause)
    json["states"] = .array(states.map(\.json))
    if withHistory { json["events"] = .array(events.map(\.json)) }
    return json
  }

  /// The run as `submit` prints it.
  var submissionJSON: JSON {
    [
      "id": JSON(execution.customerID ?? input?["id"]?.string),
      "executionArn": .string(execution.arn), "name": .string(execution.name),
      "status": .string(execution.status.rawValue), "input": input ?? .null,
      "output": output ?? .null,
      "error": JSON(error), "cause": JSON(cause),
      "durationMs": JSON(execution.durationMilliseconds.map(Int.init)),
    ]
  }

  /// The result that the workflow reports, such as `Inserted`.
  var result: String? { output?["result"]?.string }
}

extension StateRun {
  /// The state's part in a run as `execution` prints it.
  var json: JSON {
    [
      "name": .string(name), "type": .string(type), "status": .string(status.rawValue),
      "startDate": .string(startedAt.iso8601),
      "durationMs": JSON(durationMilliseconds.map(Int.init)), "retries": JSON(retries),
      "requestId": JSON(requestID),
    ]
  }
}

extension ExecutionEvent {
  /// The event as `execution --history` prints it.
  var json: JSON {
    [
      "id": JSON(number), "previousEventId": JSON(previousNumber),
      "timestamp": .string(timestamp.iso8601), "type": .string(type), "state": JSON(stateName),
      "details": details,
    ]
  }
}

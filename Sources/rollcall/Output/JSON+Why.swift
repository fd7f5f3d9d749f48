internal import AWSWire
internal import CustomerDomain
internal import JSONValue

extension Explanation {
  /// The explanation as `explain` prints it.
  var json: JSON {
    [
      "alarm": alarm.map { $0.json(history: nil) } ?? .null,
      "executions": .array(executions.map(\.json)), "invocations": .array(invocations.map(\.json)),
      "requests": .array(incidents.compactMap(\.request).map(\.json)),
      "lines": .array((trace?.lines ?? []).map(\.json)),
    ]
  }

  /// The runs that failed or are looked at, and the one that the lines belong to.
  private var executions: [IncidentRun] {
    var runs = incidents.compactMap { incident in
      incident.execution.map { IncidentRun(execution: $0, detail: incident.detail) }
    }
    if let detail = trace?.detail,
      !runs.contains(where: { $0.execution.arn == detail.execution.arn })
    {
      runs.append(IncidentRun(execution: detail.execution, detail: detail))
    }
    return runs
  }

  private var invocations: [Invocation] {
    var found = incidents.flatMap(\.invocations)
    if let own = trace?.invocation {
      found.removeAll { $0.id == own.id }
      found.append(own)
    }
    return found.sorted { ($0.endedAt, $0.id) > ($1.endedAt, $1.id) }
  }
}

/// A run that may have been read in full.
private struct IncidentRun {
  let execution: Execution
  let detail: ExecutionDetail?

  /// The same keys as `execution` prints, whether or not it was read.
  var json: JSON { (detail ?? ExecutionDetail(execution: execution)).json(withHistory: false) }
}

extension Invocation {
  /// The invocation as `explain` prints it.
  var json: JSON {
    [
      "requestId": .string(requestID), "function": .string(function), "group": .string(group),
      "status": .string(outcome.rawValue), "startDate": JSON(startedAt?.iso8601),
      "stopDate": .string(endedAt.iso8601), "durationMs": JSON(durationMilliseconds),
      "error": JSON(error), "message": JSON(message), "httpStatus": JSON(status),
      "id": JSON(customerID), "executionArn": JSON(executionARN),
      "apiRequestId": JSON(apiRequestID),
    ]
  }
}

extension APIRequest {
  /// The request as `explain` prints it.
  var json: JSON {
    [
      "requestId": .string(id), "time": .string(at.iso8601), "method": .string(method),
      "path": .string(path), "status": JSON(status), "latencyMs": JSON(latencyMilliseconds),
      "integrationRequestId": JSON(invocationID), "id": JSON(customerID), "error": JSON(error),
    ]
  }
}

internal import AWSWire
internal import CustomerDomain
internal import Dashboard
internal import JSONValue

extension Explanation {
  /// The explanation as `explain` prints it.
  var json: JSON {
    [
      "alarm": alarm.map { $0.json(history: nil) } ?? .null,
      "alarms": .array(children.map { $0.json(depth: depth(of: $0)) }),
      "executions": .array(executions.map(\.json)), "invocations": .array(invocations.map(\.json)),
      "requests": .array(incidents.compactMap { $0.request?.json(of: $0) }),
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

  /// The invocations in the order of what they belong to, of each the newest first.
  private var invocations: [Invocation] {
    var own = trace?.invocation
    let found = incidents.flatMap { incident in
      var invocations = incident.invocations
      if let traced = own, incident.id == trace?.incidentID {
        invocations.removeAll { $0.id == traced.id }
        invocations.append(traced)
        own = nil
      }
      for index in invocations.indices where invocations[index].customerID == nil {
        invocations[index].customerID = incident.customerID
      }
      return invocations.sorted { ($0.endedAt, $0.id) > ($1.endedAt, $1.id) }
    }
    return found + [own].compactMap(\.self)
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

extension Alarm {
  /// The alarm as `explain` prints it below the composite one that leads to it.
  fileprivate func json(depth: Int) -> JSON {
    [
      "name": .string(name), "state": .string(state.rawValue), "since": .string(since.iso8601),
      "reason": .string(reason), "depth": JSON(depth),
    ]
  }
}

extension APIRequest {
  /// The request as `explain` prints it, with the error that its text tells of it.
  fileprivate func json(of incident: Incident) -> JSON {
    let told = IncidentWords.error(of: incident)
    return [
      "requestId": .string(id), "time": .string(at.iso8601), "method": .string(method),
      "path": .string(path), "status": JSON(status), "latencyMs": JSON(latencyMilliseconds),
      "integrationRequestId": JSON(invocationID), "id": JSON(customerID),
      "error": JSON(error ?? (told.isEmpty ? nil : told)),
    ]
  }
}

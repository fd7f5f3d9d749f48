internal import AWSWire
internal import CustomerDomain
internal import JSONValue

extension ExecutionDetail {
  /// The invocations of functions that failed in a run, oldest first, as its history tells them.
  var failedInvocations: [Invocation] {
    var functions: [Int: String] = [:]
    var invocations: [Invocation] = []
    for event in events {
      if let function = event.scheduledFunction {
        functions[event.number] = function
      } else {
        functions[event.number] = functions[event.previousNumber]
      }
      let isFailure =
        event.type.hasPrefix("Task") || event.type.hasPrefix("LambdaFunction")
        ? event.type.hasSuffix("Failed") || event.type.hasSuffix("TimedOut") : false
      guard isFailure, let cause = event.details["cause"]?.string,
        let id = Self.requestID(inCause: cause)
      else { continue }
      let function = functions[event.previousNumber] ?? ""
      var invocation = Invocation(
        requestID: id,
        group: function.isEmpty ? "" : BackendNames.logGroup(ofFunction: function),
        stream: "",
        endedAt: event.timestamp,
        outcome: cause.contains("Task timed out after") ? .timedOut : .failed
      )
      invocation.error = event.details["error"]?.string
      invocation.message = JSON.parsed(cause)["errorMessage"]?.string
      invocation.executionARN = execution.arn
      invocations.append(invocation)
    }
    return invocations
  }

  /// The function that a state invoked last; `nil` where it invoked none.
  func function(of state: String) -> String? {
    var owners: [Int: String] = [:]
    var function: String?
    for event in events {
      owners[event.number] =
        event.type.hasSuffix("StateEntered") ? event.stateName : owners[event.previousNumber]
      if owners[event.number] == state, let name = event.scheduledFunction { function = name }
    }
    return function
  }

  /// The request id that a failure's cause names, as Lambda's runtimes put it.
  static func requestID(inCause cause: String) -> String? {
    let document = JSON.parsed(cause)
    if let id = document["requestId"]?.string { return id }
    // `RequestId: 5d1f… Error: Task timed out after 3.00 seconds`
    return LineTrail(document["errorMessage"]?.string ?? cause).requestID
  }
}

extension ExecutionEvent {
  /// The name of the function that is to be invoked, where this is the event that says so.
  fileprivate var scheduledFunction: String? {
    let name: String?
    switch type {
    case "TaskScheduled":
      guard details["resourceType"]?.string == "lambda" else { return nil }
      name = details["parameters"]?.string.map(JSON.parsed)?["FunctionName"]?.string
    case "LambdaFunctionScheduled": name = details["resource"]?.string
    default: return nil
    }
    guard let name, let range = name.firstRange(of: ":function:") else { return name }
    return name[range.upperBound...].split(separator: ":").first.map(String.init)
  }
}

internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// One try of a task that failed, as a run's history has it.
struct FailedTry: Hashable, Sendable {
  /// The number of the event that entered its state.
  let enteredBy: Int?
  /// The function that was called; `nil` where none is named.
  let function: String?
  /// The error's name.
  let error: String
  /// The invocation that failed; `nil` where none is named, as where it was throttled and never
  /// ran.
  let invocation: Invocation?

  /// Whether it was refused because too much was asked for at once.
  var isThrottled: Bool { FailedTry.isThrottle(error) }

  /// Whether an error's name says that too much was asked for at once.
  static func isThrottle(_ error: String) -> Bool {
    error.contains("TooManyRequests") || error.contains("Throttl")
  }
}

extension ExecutionDetail {
  /// The invocations of functions that failed in a run, oldest first, as its history tells them.
  var failedInvocations: [Invocation] { failedTries.compactMap(\.invocation) }

  /// The tries of tasks that failed, oldest first.
  var failedTries: [FailedTry] {
    var functions: [Int: String] = [:]
    var tries: [FailedTry] = []
    let owners = owners
    for event in events {
      functions[event.number] = event.scheduledFunction ?? functions[event.previousNumber]
      guard event.isFailedTry else { continue }
      let function = functions[event.previousNumber]
      let error = event.details["error"]?.string ?? ""
      tries.append(
        FailedTry(
          enteredBy: owners[event.number],
          function: function,
          error: error,
          invocation: FailedTry.isThrottle(error)
            ? nil : invocation(failedBy: event, function ?? "")
        )
      )
    }
    return tries
  }

  /// The invocation of which an event tells that it failed; `nil` where it names none.
  private func invocation(failedBy event: ExecutionEvent, _ function: String) -> Invocation? {
    guard let cause = event.details["cause"]?.string, let id = Self.requestID(inCause: cause)
    else { return nil }
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
    return invocation
  }

  /// The function that a state invoked last; `nil` where it invoked none.
  func function(of state: StateRun) -> String? {
    let owners = owners
    return events.last { owners[$0.number] == state.enteredBy && $0.scheduledFunction != nil }?
      .scheduledFunction
  }

  /// The number of the event that entered the state which an event belongs to, by the event's
  /// number.
  var owners: [Int: Int] {
    var owners: [Int: Int] = [:]
    for event in events {
      owners[event.number] =
        event.type.hasSuffix("StateEntered") ? event.number : owners[event.previousNumber]
    }
    return owners
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
  /// Whether a try of a task failed by it.
  fileprivate var isFailedTry: Bool {
    (type.hasPrefix("Task") || type.hasPrefix("LambdaFunction"))
      && (type.hasSuffix("Failed") || type.hasSuffix("TimedOut"))
  }

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

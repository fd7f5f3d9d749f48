internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Makes invocations out of log lines; a pure function of the lines.
struct InvocationReader {
  private var found: [String: Invocation] = [:]
  private var order: [String] = []

  /// The invocations that the lines name, in the order they were first named.
  static func invocations(in events: [LogEvent]) -> [Invocation] {
    var reader = InvocationReader()
    for event in events {
      guard let id = LineTrail(event.message).requestID else { continue }
      reader.take(event, id)
    }
    return reader.order.compactMap { reader.found[$0] }
  }

  /// What the lines of one request tell of it; the lines may leave out its id.
  static func invocation(_ id: String, in events: [LogEvent]) -> Invocation? {
    var reader = InvocationReader()
    for event in events { reader.take(event, id) }
    return reader.found[id]
  }

  private mutating func take(_ event: LogEvent, _ id: String) {
    if found[id] == nil { order.append(id) }
    var invocation =
      found[id]
      ?? Invocation(
        requestID: id,
        group: event.group,
        stream: event.stream,
        endedAt: event.timestamp
      )
    invocation.endedAt = max(invocation.endedAt, event.timestamp)
    if event.message.hasPrefix("START RequestId:") { invocation.startedAt = event.timestamp }
    if event.message.hasPrefix("REPORT RequestId:") {
      InvocationReader.read(report: event.message, &invocation)
    } else if event.message.utf8.first == UInt8(ascii: "{"),
      let line = try? JSON(parsing: event.message)
    {
      InvocationReader.read(line, event.message, &invocation)
    } else {
      InvocationReader.read(text: event.message, &invocation)
    }
    if invocation.startedAt == nil, let took = invocation.durationMilliseconds {
      invocation.startedAt = event.timestamp + -Int64(took.whole(in: 0...86_400_000))
    }
    found[id] = invocation
  }

  private static func read(report: String, _ invocation: inout Invocation) {
    func value(_ name: String) -> Substring? {
      for field in report.split(separator: "\t") {
        let field = field.drop { $0.isWhitespace }
        if field.hasPrefix(name + ": ") {
          return field.dropFirst(name.count + 2).prefix { $0 != "\n" }
        }
      }
      return nil
    }
    let duration = value("Duration")?.split(separator: " ").first
    invocation.durationMilliseconds = duration.flatMap { Double($0) }
    switch value("Status") {
    case "timeout": invocation.outcome = .timedOut
    case "error":
      if invocation.outcome != .timedOut { invocation.outcome = .failed }
      invocation.error = invocation.error ?? value("Error Type").map(String.init)
    default: if invocation.outcome == .open { invocation.outcome = .ended }
    }
  }

  private static func read(_ line: JSON, _ message: String, _ invocation: inout Invocation) {
    let trail = LineTrail(message)
    invocation.executionARN = trail.executionARN ?? invocation.executionARN
    invocation.apiRequestID = trail.apiRequestID ?? invocation.apiRequestID
    invocation.customerID = trail.customerID ?? invocation.customerID
    invocation.status = line["status"]?.int ?? invocation.status
    let level = line["level"]?.string?.uppercased()
    guard level == "ERROR" || level == "FATAL" || level == "CRITICAL" else { return }
    if invocation.outcome != .timedOut { invocation.outcome = .failed }
    invocation.error = line["errorType"]?.string ?? invocation.error
    invocation.message =
      line["errorMessage"]?.string ?? line["message"]?.string ?? invocation.message
  }

  /// The runtimes' own words, such as `[ERROR] ValueError: …` and `… Task timed out after 3.00 seconds`.
  private static func read(text: String, _ invocation: inout Invocation) {
    if let range = text.firstRange(of: "Task timed out after ") {
      invocation.outcome = .timedOut
      invocation.error = invocation.error ?? "timed out"
      invocation.message = String(text[range.lowerBound...].prefix { $0 != "\n" })
    } else if ["[ERROR]", "\tERROR\t", "Traceback", "Runtime exited"].contains(where: text.contains)
    {
      if invocation.outcome != .timedOut { invocation.outcome = .failed }
      invocation.message = invocation.message ?? String(text.prefix(400))
    }
  }
}

extension APIRequest {
  /// Reads an entry of the access log; `nil` for anything else.
  init?(_ event: LogEvent) {
    guard let line = try? JSON(parsing: event.message),
      let id = line["requestId"]?.string ?? line["extendedRequestId"]?.string,
      let status = line["status"].flatMap({ $0.int ?? $0.string.flatMap { Int($0) } })
    else { return nil }
    func text(_ key: String) -> String? {
      line[key]?.string.flatMap { $0.isEmpty || $0 == "-" ? nil : $0 }
    }
    guard let method = text("httpMethod") else { return nil }
    self.init(
      id: id,
      at: event.timestamp,
      method: method,
      path: text("path") ?? text("resourcePath") ?? "",
      resource: text("resourcePath"),
      status: status,
      latencyMilliseconds: line["responseLatency"].flatMap {
        $0.int ?? $0.string.flatMap { Int($0) }
      },
      invocationID: text("integrationRequestId")
    )
  }
}

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
        group: function.isEmpty ? "" : "/aws/lambda/\(function)",
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

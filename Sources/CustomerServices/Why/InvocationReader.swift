internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Makes invocations out of log lines; a pure function of the lines.
struct InvocationReader {
  private var found: [String: Invocation] = [:]
  private var order: [String] = []

  /// The invocations that the lines name, in the order they were first named.
  ///
  /// - Parameters:
  ///   - events: the lines.
  ///   - owners: the request ids of lines that name none, by the lines' ids.
  /// - Returns: the invocations.
  static func invocations(
    in events: [LogEvent],
    owners: [LogEvent.ID: String] = [:]
  ) -> [Invocation] {
    var reader = InvocationReader()
    for event in events {
      guard let id = LineTrail(event.message).requestID ?? owners[event.id] else { continue }
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
    // Whatever a function prints may look like a report.
    invocation.durationMilliseconds = duration.flatMap { Double($0) }
      .flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    switch value("Status") {
    case "timeout":
      invocation.outcome = .timedOut
      invocation.error = invocation.error ?? "timed out"
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

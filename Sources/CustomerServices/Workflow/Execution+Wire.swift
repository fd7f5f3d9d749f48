internal import AWSWire
internal import CustomerDomain
internal import JSONValue

extension Execution {
  /// Reads a run as ListExecutions and DescribeExecution give it; `nil` where it lacks the needful.
  init?(listed wire: JSON) {
    guard let arn = wire["executionArn"]?.string,
      let status = wire["status"]?.string.flatMap(Status.init(rawValue:)),
      let start = wire["startDate"]?.instant
    else { return nil }
    self.init(
      arn: arn,
      name: wire["name"]?.string ?? arn.split(separator: ":").last.map(String.init) ?? arn,
      status: status,
      startedAt: start,
      stoppedAt: wire["stopDate"]?.instant
    )
  }
}

extension ExecutionEvent {
  /// Reads one event of a history; `nil` where it lacks the needful.
  init?(wire: JSON) {
    guard let number = wire["id"]?.int, let type = wire["type"]?.string,
      let timestamp = wire["timestamp"]?.instant
    else { return nil }
    // Each type of event has its own member for the details, and at most one is there.
    let details = wire.object?.first { $0.key.hasSuffix("EventDetails") }
    let isOfState = details?.key.hasPrefix("state") ?? false
    self.init(
      number: number,
      previousNumber: wire["previousEventId"]?.int ?? 0,
      timestamp: timestamp,
      type: type,
      stateName: isOfState ? details?.value["name"]?.string : nil,
      details: details?.value ?? [:]
    )
  }
}

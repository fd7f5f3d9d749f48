internal import JSONValue

extension Execution {
  /// What the history says of data that it has in full.
  static let untruncated: JSON = ["truncated": false]

  /// An error's details.
  static func details(_ fault: StateFault) -> JSONObject {
    var details = JSONObject()
    if let error = fault.error { details["error"] = .string(error) }
    if let cause = fault.cause { details["cause"] = .string(cause) }
    return details
  }

  /// Appends an event and gives its number.
  ///
  /// - Parameters:
  ///   - type: its type.
  ///   - key: the key that its details have in an answer.
  ///   - details: what is said about it.
  ///   - previous: the event that led to it.
  ///   - isLast: whether the execution ends with it, for which there is always room.
  /// - Returns: its number, or `previous` where there is no room for it.
  @discardableResult
  mutating func record(
    _ type: String,
    _ key: String?,
    _ details: JSONObject,
    after previous: Int,
    isLast: Bool = false
  ) -> Int {
    guard isLast || nextEventId < Self.historyLimit else {
      step.isFull = true
      return previous
    }
    let id = nextEventId
    nextEventId += 1
    step.events.append(
      HistoryEvent(
        id: id,
        previousEventId: previous,
        timestamp: step.time,
        type: type,
        detailsKey: key,
        details: .object(details)
      )
    )
    return id
  }

  /// Appends that a task was ordered.
  mutating func recordScheduled(
    _ resource: TaskResource,
    _ parameters: JSON,
    timeout: Int?,
    heartbeat: Int?,
    after previous: Int
  ) -> Int {
    var details: JSONObject
    let text = JSON.string(parameters.text())
    switch resource.style {
    case .integration(let type, let action):
      details = [
        "resourceType": .string(type), "resource": .string(action), "region": .string(region),
        "parameters": text,
      ]
    case .function, .activity:
      details = [
        "resource": .string(resource.arn), "input": text, "inputDetails": Self.untruncated,
      ]
    }
    if let timeout { details["timeoutInSeconds"] = .number(JSONNumber(timeout)) }
    if let heartbeat, resource.style != .function {
      details["heartbeatInSeconds"] = .number(JSONNumber(heartbeat))
    }
    let (type, key) = Self.eventName(resource, "Scheduled")
    return record(type, key, details, after: previous)
  }

  /// Appends what became of a task.
  mutating func recordTask(
    _ what: String,
    _ resource: TaskResource?,
    _ facts: JSONObject,
    after previous: Int
  ) -> Int {
    guard let resource else { return previous }
    let (type, key) = Self.eventName(resource, what)
    if case .integration(let service, let action) = resource.style {
      let place: JSONObject = ["resourceType": .string(service), "resource": .string(action)]
      return record(type, key, place.merging(facts), after: previous)
    }
    // A function's start has no details at all.
    let hasDetails = resource.style == .activity || what != "Started"
    return record(type, hasDetails ? key : nil, facts, after: previous)
  }

  private static func eventName(_ resource: TaskResource, _ what: String) -> (String, String) {
    switch resource.style {
    case .function: ("LambdaFunction" + what, "lambdaFunction\(what)EventDetails")
    case .activity: ("Activity" + what, "activity\(what)EventDetails")
    case .integration: ("Task" + what, "task\(what)EventDetails")
    }
  }

  /// The region that the state machine's ARN names.
  private var region: String {
    let parts = context.stateMachineArn.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 3 ? String(parts[3]) : ""
  }
}

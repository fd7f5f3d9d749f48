internal import JSONValue

extension DefinitionReader {
  private static let ioFields: Set<String> = ["InputPath", "OutputPath"]
  private static let resultFields: Set<String> = ["Parameters", "ResultSelector", "ResultPath"]

  private static func knownFields(_ type: String) -> Set<String>? {
    let common: Set = ["Type", "Comment", "QueryLanguage"]
    let errors: Set = ["Retry", "Catch"]
    let flow: Set = ["Next", "End"]
    let all = common.union(ioFields)
    switch type {
    case "Pass": return all.union(flow).union(["Parameters", "ResultPath", "Result"])
    case "Task":
      return all.union(flow).union(resultFields).union(errors).union([
        "Resource", "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds",
        "HeartbeatSecondsPath", "Credentials",
      ])
    case "Choice": return all.union(["Choices", "Default"])
    case "Wait":
      return all.union(flow).union(["Seconds", "SecondsPath", "Timestamp", "TimestampPath"])
    case "Succeed": return all
    case "Fail": return common.union(["Error", "ErrorPath", "Cause", "CausePath"])
    case "Parallel": return all.union(flow).union(resultFields).union(errors).union(["Branches"])
    case "Map":
      return all.union(flow).union(resultFields).union(errors).union([
        "ItemProcessor", "Iterator", "ItemsPath", "ItemSelector", "MaxConcurrency",
        "MaxConcurrencyPath",
      ])
    default: return nil
    }
  }

  /// Reads one state.
  mutating func state(_ name: String, _ fields: Fields, targets: [String: Int]) -> State? {
    guard fields.has("Type") else {
      fault("These fields are required: [Type]", at: fields.location)
      return nil
    }
    guard let type = text(fields, "Type"), let known = Self.knownFields(type) else {
      fault(
        "The value for the field 'Type' must be one of: "
          + "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
        at: fields.location + ["Type"]
      )
      return nil
    }
    check(fields, knows: known)
    guard let kind = kind(type, fields, targets: targets) else { return nil }
    var state = State(
      name: name,
      kind: kind,
      inputPath: selection(fields, "InputPath"),
      outputPath: selection(fields, "OutputPath"),
      resultPath: resultPath(fields),
      parameters: template(fields, "Parameters"),
      resultSelector: template(fields, "ResultSelector"),
      transition: .end
    )
    if known.contains("Next") { state.transition = transition(fields, targets: targets) }
    state.retriers = retriers(fields)
    state.catchers = catchers(fields, targets: targets)
    return state
  }

  private mutating func transition(_ fields: Fields, targets: [String: Int]) -> State.Transition {
    let end = fields.object["End"]
    if let end, end.bool == nil {
      fault("The value for the field 'End' must be a boolean", at: fields.location + ["End"])
    }
    if fields.has("Next"), end != nil {
      fault("Only one of the fields 'Next' and 'End' may be given", at: fields.location)
    }
    if let next = text(fields, "Next") {
      let place = fields.location + ["Next"]
      return target(next, among: targets, field: "Next", at: place).map { .next($0) } ?? .end
    }
    if end != .bool(true), !fields.has("Next") {
      fault("One of the fields 'Next' and 'End' is required", at: fields.location)
    }
    return .end
  }

  private mutating func kind(
    _ type: String,
    _ fields: Fields,
    targets: [String: Int]
  ) -> State.Kind? {
    switch type {
    case "Pass": .pass(result: fields.object["Result"])
    case "Task": task(fields)
    case "Choice": choice(fields, targets: targets)
    case "Wait": wait(fields)
    case "Succeed": .succeed
    case "Fail": .fail(error: text(fields, orPath: "Error"), cause: text(fields, orPath: "Cause"))
    case "Parallel": parallel(fields)
    default: map(fields)
    }
  }

  private mutating func task(_ fields: Fields) -> State.Kind? {
    guard fields.has("Resource") else {
      fault("These fields are required: [Resource]", at: fields.location)
      return nil
    }
    guard let arn = text(fields, "Resource") else { return nil }
    guard let resource = TaskResource(arn) else {
      fault(
        "The resource provided \(arn) is not recognized. The value is not a valid resource ARN, "
          + "or the resource is not available in this region.",
        at: fields.location + ["Resource"]
      )
      return nil
    }
    let timeout = number(fields, orPath: "TimeoutSeconds", in: 1...99_999_999)
    let heartbeat = number(fields, orPath: "HeartbeatSeconds", in: 1...99_999_999)
    if case .constant(let limit) = timeout, case .constant(let beat) = heartbeat, beat >= limit {
      fault("'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'", at: fields.location)
    }
    return .task(TaskFields(resource: resource, timeout: timeout, heartbeat: heartbeat))
  }

  private mutating func wait(_ fields: Fields) -> State.Kind? {
    let given = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"].filter(fields.has)
    guard given.count == 1 else {
      fault(
        "Exactly one of the fields 'Seconds', 'SecondsPath', 'Timestamp' and 'TimestampPath' "
          + "must be given",
        at: fields.location
      )
      return nil
    }
    if fields.has("TimestampPath") {
      return path(fields, "TimestampPath").map { .wait(.untilPath($0)) }
    }
    if let written = text(fields, "Timestamp") {
      guard let moment = Timestamp(written) else {
        fault(
          "The value for the field 'Timestamp' must be a valid RFC 3339 timestamp",
          at: fields.location + ["Timestamp"]
        )
        return nil
      }
      return .wait(.until(moment))
    }
    return number(fields, orPath: "Seconds", in: 0...99_999_999).map { .wait(.seconds($0)) }
  }

  private mutating func parallel(_ fields: Fields) -> State.Kind? {
    guard let branches = fields.object["Branches"]?.array else {
      fault("These fields are required: [Branches]", at: fields.location)
      return nil
    }
    var read: [Int] = []
    for (index, branch) in branches.enumerated() {
      let location = fields.location + ["Branches[\(index)]"]
      guard let object = branch.object else {
        fault("A branch must be an object", at: location)
        continue
      }
      let inner = Fields(object: object, location: location)
      check(inner, knows: ["Comment", "StartAt", "States", "QueryLanguage"])
      if let scope = scope(inner) { read.append(scope) }
    }
    guard !branches.isEmpty else {
      fault("A Parallel must have at least one branch", at: fields.location + ["Branches"])
      return nil
    }
    return read.count == branches.count ? .parallel(branches: read) : nil
  }

  private mutating func map(_ fields: Fields) -> State.Kind? {
    let field = fields.has("ItemProcessor") ? "ItemProcessor" : "Iterator"
    let location = fields.location + [field]
    guard let object = fields.object[field]?.object else {
      fault("These fields are required: [ItemProcessor]", at: fields.location)
      return nil
    }
    let inner = Fields(object: object, location: location)
    check(inner, knows: ["Comment", "StartAt", "States", "ProcessorConfig", "QueryLanguage"])
    if let mode = object["ProcessorConfig"]?["Mode"], mode != .string("INLINE") {
      fault(
        "Only the processor mode \"INLINE\" is supported, not \(mode.text())",
        at: location + ["ProcessorConfig", "Mode"]
      )
    }
    if fields.has("Parameters"), fields.has("ItemSelector") {
      fault(
        "Only one of the fields 'Parameters' and 'ItemSelector' may be given",
        at: fields.location
      )
    }
    let itemsPath = fields.has("ItemsPath") ? path(fields, "ItemsPath") : .whole
    let concurrency = number(fields, orPath: "MaxConcurrency", in: 0...10_000) ?? .constant(0)
    let selector = fields.has("ItemSelector") ? "ItemSelector" : "Parameters"
    let itemSelector = template(fields, selector)
    guard let scope = scope(inner), let itemsPath else { return nil }
    return .map(
      MapFields(
        processor: scope,
        itemsPath: itemsPath,
        itemSelector: itemSelector,
        maxConcurrency: concurrency
      )
    )
  }
}

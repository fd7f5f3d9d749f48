internal import AWSWire
internal import GRDB
internal import JSONValue

extension EventsService {
  /// Makes or changes a rule.
  func putRule(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    try checkBus(input)
    let name = try input.text("Name")
    guard name.utf8.allSatisfy(EventsService.isNamePart), name.utf8.count <= 64 else {
      throw input.fault(
        "Name",
        name,
        "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"
      )
    }
    let pattern = input.text(optional: "EventPattern")
    let schedule = input.text(optional: "ScheduleExpression")
    guard pattern != nil || schedule != nil else {
      throw input.fault(
        "Parameter(s) EventPattern or ScheduleExpression must be specified."
      )
    }
    if let pattern { _ = try EventPattern(text: pattern) }
    if let schedule, Schedule(schedule) == nil { throw EventsError.invalidSchedule }
    let rule = StoredRule(
      name: name,
      state: try input.choice("State", of: ["ENABLED", "DISABLED"]) ?? "ENABLED",
      pattern: pattern,
      schedule: schedule,
      description: input.text(optional: "Description"),
      roleARN: input.text(optional: "RoleArn"),
      created: context.now.milliseconds
    )
    try await database.write { db in try RuleStore.put(rule, in: db) }
    rules.forget()
    scheduleNext(rule)
    return ["RuleArn": .string(identity.arn("events", "rule/\(name)"))]
  }

  /// Refuses buses other than the default one.
  func checkBus(_ input: CallInput) throws {
    guard let bus = input.text(optional: "EventBusName") else { return }
    guard EventsService.isDefaultBus(bus) else { throw EventsError.busNotFound(bus) }
  }

  /// Whether a name or an ARN, or none, stands for the one bus there is.
  static func isDefaultBus(_ bus: String?) -> Bool {
    bus.map { $0 == "default" || $0.hasSuffix(":event-bus/default") } ?? true
  }

  /// Deletes a rule that has no targets.
  func deleteRule(_ input: CallInput) async throws -> JSON {
    try checkBus(input)
    let name = try input.text("Name")
    try await database.write { db in
      guard try RuleStore.targets(of: name, in: db).isEmpty else { throw EventsError.hasTargets }
      try db.execute(sql: "DELETE FROM event_rule WHERE name = ?", arguments: [name])
    }
    rules.forget()
    timer.cancel("events.schedule.\(name)")
    return [:]
  }

  /// Describes a rule.
  func describeRule(_ input: CallInput) async throws -> JSON {
    try checkBus(input)
    let name = try input.text("Name")
    let rule = try await database.read { db in try RuleStore.requireRule(name, in: db) }
    return wire(rule)
  }

  private func wire(_ rule: StoredRule) -> JSON {
    var members: JSONObject = [
      "Name": .string(rule.name), "Arn": .string(identity.arn("events", "rule/\(rule.name)")),
      "State": .string(rule.state), "EventBusName": "default",
    ]
    if let pattern = rule.pattern { members["EventPattern"] = .string(pattern) }
    if let schedule = rule.schedule { members["ScheduleExpression"] = .string(schedule) }
    if let description = rule.description { members["Description"] = .string(description) }
    if let role = rule.roleARN { members["RoleArn"] = .string(role) }
    return .object(members)
  }

  /// Enables or disables a rule.
  func setState(_ input: CallInput, _ state: String) async throws -> JSON {
    try checkBus(input)
    let name = try input.text("Name")
    let rule = try await database.write { db -> StoredRule in
      _ = try RuleStore.requireRule(name, in: db)
      try db.execute(
        sql: "UPDATE event_rule SET state = ? WHERE name = ?",
        arguments: [state, name]
      )
      return try RuleStore.requireRule(name, in: db)
    }
    rules.forget()
    scheduleNext(rule)
    return [:]
  }

  /// Lists rules by name, a page at a time.
  func listRules(_ input: CallInput) async throws -> JSON {
    try checkBus(input)
    let prefix = input.text(optional: "NamePrefix") ?? ""
    let found = try await database.read { db in try RuleStore.all(in: db) }
      .filter { $0.name.hasPrefix(prefix) }
    let (page, next) = try PageToken.slice(
      found,
      token: input.text(optional: "NextToken"),
      limit: try input.int("Limit", in: 1...100) ?? 100,
      invalid: EventsError.invalidToken
    )
    var output: JSON = ["Rules": .array(page.map(wire))]
    if let next { output["NextToken"] = .string(next) }
    return output
  }

  /// Adds or changes targets of a rule.
  func putTargets(_ input: CallInput) async throws -> JSON {
    try checkBus(input)
    let rule = try input.text("Rule")
    let targets = input.list("Targets")
    guard !targets.isEmpty else {
      throw input.fault(
        "targets",
        "[]",
        "Member must have length greater than or equal to 1"
      )
    }
    for (index, target) in targets.enumerated() {
      let part = CallInput(target)
      let id = try EventsService.targetID(target, place: "targets.\(index + 1).member.id", input)
      let arn = try part.text("Arn")
      guard arn.hasPrefix("arn:") else {
        throw input.fault(
          "Parameter \(arn) is not valid. Reason: Provided Arn is not in correct "
            + "format."
        )
      }
      guard ["Input", "InputPath", "InputTransformer"].filter(part.has).count <= 1 else {
        throw input.fault(
          "Only one of Input, InputPath, or InputTransformer must be provided for "
            + "target \(id)."
        )
      }
      try TargetInput(target).checkPlaceholders(target: id)
    }
    try await database.write { db in
      _ = try RuleStore.requireRule(rule, in: db)
      for target in targets {
        try RuleStore.putTarget(target, id: target["Id"]?.string ?? "", rule: rule, in: db)
      }
      guard try RuleStore.targets(of: rule, in: db).count <= 5 else {
        throw CloudError(
          "LimitExceededException",
          "The requested resource exceeds the maximum number allowed."
        )
      }
    }
    rules.forget()
    return ["FailedEntryCount": 0, "FailedEntries": []]
  }

  /// A target's id, which must be one.
  private static func targetID(_ target: JSON, place: String, _ input: CallInput) throws -> String {
    guard let id = target["Id"]?.string else {
      throw input.fault(place, nil, "Member must not be null")
    }
    guard !id.isEmpty else {
      throw input.fault(place, id, "Member must have length greater than or equal to 1")
    }
    guard id.utf8.count <= 64 else {
      throw input.fault(place, id, "Member must have length less than or equal to 64")
    }
    guard id.utf8.allSatisfy(isNamePart) else {
      throw input.fault(
        place,
        id,
        "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"
      )
    }
    return id
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Removes targets of a rule.
  func removeTargets(_ input: CallInput) async throws -> JSON {
    try checkBus(input)
    let rule = try input.text("Rule")
    let ids = input.texts("Ids")
    try await database.write { db in
      _ = try RuleStore.requireRule(rule, in: db)
      for id in ids {
        try db.execute(
          sql: "DELETE FROM event_target WHERE rule = ? AND id = ?",
          arguments: [rule, id]
        )
      }
    }
    rules.forget()
    return ["FailedEntryCount": 0, "FailedEntries": []]
  }

  /// Lists a rule's targets, a page at a time.
  func listTargets(_ input: CallInput) async throws -> JSON {
    try checkBus(input)
    let rule = try input.text("Rule")
    let targets = try await database.read { db in
      _ = try RuleStore.requireRule(rule, in: db)
      return try RuleStore.targets(of: rule, in: db)
    }
    let (page, next) = try PageToken.slice(
      targets,
      token: input.text(optional: "NextToken"),
      limit: try input.int("Limit", in: 1...100) ?? 100,
      invalid: EventsError.invalidToken
    )
    var output: JSON = ["Targets": .array(Array(page))]
    if let next { output["NextToken"] = .string(next) }
    return output
  }
}

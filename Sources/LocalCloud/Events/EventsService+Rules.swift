internal import AWSWire
internal import GRDB
internal import JSONValue

extension EventsService {
  /// The most rules that a bus may have.
  private static let mostRules = 300
  /// The most targets that a rule may have.
  private static let mostTargets = 5

  /// Makes or changes a rule.
  func putRule(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    try checkBus(input)
    let name = try input.text("Name")
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
      state: input.text(optional: "State") ?? "ENABLED",
      pattern: pattern,
      schedule: schedule,
      description: input.text(optional: "Description"),
      roleARN: input.text(optional: "RoleArn"),
      created: context.now.milliseconds
    )
    let arn = identity.arn("events", "rule/\(name)")
    let tags = input.list("Tags")
    try EventsService.checkCount(tags, input)
    try await database.write { [rules, service = self] db in
      let isNew = try RuleStore.rule(name, in: db) == nil
      try RuleStore.put(rule, in: db)
      guard try RuleStore.count(in: db) <= EventsService.mostRules else {
        throw EventsError.limitExceeded
      }
      // Tags are only for a rule that is made; one that is changed keeps its own.
      if isNew { try EventTagStore.set(tags, of: arn, in: db) }
      let stored = try RuleStore.requireRule(name, in: db)
      rules.forget(after: db) { service.scheduleNext(stored) }
    }
    return ["RuleArn": .string(arn)]
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
    let arn = identity.arn("events", "rule/\(name)")
    try await database.write { [rules, timer] db in
      guard try RuleStore.targets(of: name, in: db).isEmpty else { throw EventsError.hasTargets }
      try db.execute(sql: "DELETE FROM event_rule WHERE name = ?", arguments: [name])
      try EventTagStore.set([], of: arn, in: db)
      rules.forget(after: db) { timer.cancel("events.schedule.\(name)") }
    }
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
    try await database.write { [rules, service = self] db in
      _ = try RuleStore.requireRule(name, in: db)
      try db.execute(
        sql: "UPDATE event_rule SET state = ? WHERE name = ?",
        arguments: [state, name]
      )
      let rule = try RuleStore.requireRule(name, in: db)
      rules.forget(after: db) { service.scheduleNext(rule) }
    }
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
    for target in targets { try TargetCheck.check(target) }
    try await database.write { [rules] db in
      _ = try RuleStore.requireRule(rule, in: db)
      for target in targets {
        try RuleStore.putTarget(target, id: target["Id"]?.string ?? "", rule: rule, in: db)
      }
      guard try RuleStore.targets(of: rule, in: db).count <= EventsService.mostTargets
      else { throw EventsError.limitExceeded }
      rules.forget(after: db)
    }
    return ["FailedEntryCount": 0, "FailedEntries": []]
  }

  /// Removes targets of a rule.
  func removeTargets(_ input: CallInput) async throws -> JSON {
    try checkBus(input)
    let rule = try input.text("Rule")
    let ids = input.texts("Ids")
    try await database.write { [rules] db in
      _ = try RuleStore.requireRule(rule, in: db)
      for id in ids {
        try db.execute(
          sql: "DELETE FROM event_target WHERE rule = ? AND id = ?",
          arguments: [rule, id]
        )
      }
      rules.forget(after: db)
    }
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

  /// Lists the names of the rules that have a target, a page at a time.
  func listRuleNames(_ input: CallInput) async throws -> JSON {
    try checkBus(input)
    let arn = try input.text("TargetArn")
    let names = try await rules.all().filter { rule in
      rule.targets.contains { $0["Arn"]?.string == arn }
    }.map(\.rule.name)
    let (page, next) = try PageToken.slice(
      names,
      token: input.text(optional: "NextToken"),
      limit: try input.int("Limit", in: 1...100) ?? 100,
      invalid: EventsError.invalidToken
    )
    var output: JSON = ["RuleNames": .array(page.map(JSON.string))]
    if let next { output["NextToken"] = .string(next) }
    return output
  }
}

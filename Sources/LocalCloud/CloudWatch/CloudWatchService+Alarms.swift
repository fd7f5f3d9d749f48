internal import AWSWire
internal import GRDB
internal import JSONValue

extension CloudWatchService {
  /// How many composite alarms may name one alarm.
  private static let mostParents = 150

  /// Makes or changes a metric alarm; a change leaves its state as it is.
  func putMetricAlarm(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    var json = input.json
    // Only composite alarms have a rule.
    json["AlarmRule"] = nil
    let settings = try AlarmSettings(json)
    let tags = try CloudWatchService.tags(input.list("Tags"))
    try await database.write { [self] db in
      _ = try save(settings, tags, at: context.now, in: db)
    }
    try await alarms.refresh([settings.name])
    schedulePrompt(settings.name)
    return [:]
  }

  /// Makes or changes a composite alarm and evaluates it.
  func putCompositeAlarm(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    guard input.has("AlarmRule") else {
      throw input.fault("AlarmRule", nil, "Member must not be null")
    }
    let settings = try AlarmSettings(input.json)
    guard let condition = settings.composite else { return [:] }
    let tags = try CloudWatchService.tags(input.list("Tags"))
    try await database.write { [self] db in
      try check(condition, of: settings.name, in: db)
      var (alarm, old) = try save(settings, tags, at: context.now, in: db)
      if old?.settings.composite?.suppressor != condition.suppressor {
        alarm.suppression = ActionSuppression()
        if try isSuppressing(condition, in: db) { alarm.suppression.hold = .alarm }
        try AlarmStore.put(alarm, in: db)
      }
      let verb = old == nil ? "created" : "updated"
      try evaluateComposite(settings.name, because: .configured(verb), at: context.now, in: db)
    }
    return [:]
  }

  /// Refuses a composite alarm whose alarms are not there.
  private func check(
    _ condition: CompositeCondition,
    of name: String,
    in db: Database
  ) throws {
    func isThere(_ reference: String) throws -> Bool {
      let name = AlarmRule.name(of: reference)
      guard !reference.hasPrefix("arn:") || reference == StoredAlarm.arn(name, identity) else {
        return false
      }
      return try AlarmStore.state(of: name, in: db) != nil
    }
    let missing = try condition.rule.references.filter { try !isThere($0) }
    guard missing.isEmpty else {
      throw CloudWatchError.validation(
        "Could not save the composite alarm as alarms [\(missing.joined(separator: ", "))] in the "
          + "alarm rule do not exist"
      )
    }
    if let suppressor = condition.suppressor, try AlarmStore.state(of: suppressor, in: db) == nil {
      throw CloudWatchError.validation(
        "Could not save the composite alarm as the suppressor alarm [\(suppressor)] does not exist"
      )
    }
    let graph = AlarmGraph(db: db)
    for child in condition.children {
      let others = try graph.parents(of: child).filter { $0 != name }
      guard others.count < CloudWatchService.mostParents else {
        throw CloudError(
          "LimitExceeded",
          "The alarm \(child) is already in the rules of \(others.count) composite alarms."
        )
      }
    }
  }

  /// Stores settings with an item of history; returns the alarm, and what it was before.
  private func save(
    _ settings: AlarmSettings,
    _ tags: JSONObject,
    at now: Instant,
    in db: Database
  ) throws -> (alarm: StoredAlarm, old: StoredAlarm?) {
    let old = try AlarmStore.alarm(settings.name, in: db)
    if let old, old.settings.type != settings.type {
      throw CloudWatchError.validation(
        "An alarm of another type already exists with the name \(settings.name)"
      )
    }
    var alarm = old ?? StoredAlarm(settings, at: now)
    (alarm.settings, alarm.configured) = (settings, now)
    // Tags of an alarm that is there are changed by TagResource only.
    if old == nil { alarm.tags = tags }
    try AlarmStore.put(alarm, in: db)
    if settings.composite != nil { try AlarmGraph(db: db).put(settings) }
    var data: JSON = [
      "version": "1.0", "type": old == nil ? "Create" : "Update",
      old == nil ? "createdAlarm" : "updatedAlarm": settings.json,
    ]
    if settings.composite != nil, let old { data["previousAlarm"] = old.settings.json }
    try AlarmStore.note(
      AlarmHistoryItem(
        alarm: settings.name,
        alarmType: settings.type,
        type: "ConfigurationUpdate",
        time: now,
        summary: "Alarm \"\(settings.name)\" \(old == nil ? "created" : "updated")",
        data: data
      ),
      in: db
    )
    return (alarm, old)
  }

  /// Deletes alarms, of composite ones at most one; names that are not there are passed over.
  func deleteAlarms(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let names = try CloudWatchService.names(input)
    try await database.write { [self] db in
      var found: [(name: String, type: String)] = []
      for name in names where !found.contains(where: { $0.name == name }) {
        if let type = try AlarmStore.type(of: name, in: db) { found.append((name, type)) }
      }
      guard found.count(where: { $0.type == "CompositeAlarm" }) <= 1 else {
        throw CloudWatchError.validation("Only one composite alarm can be deleted per request.")
      }
      let graph = AlarmGraph(db: db)
      let going = Set(found.map(\.name))
      let needed = try found.map(\.name).filter { name in
        try graph.parents(of: name).contains { !going.contains($0) }
      }
      guard needed.isEmpty else {
        throw CloudWatchError.validation(
          "Cannot delete \(needed.joined(separator: ",")) as there are composite alarm(s) depending "
            + "on \(needed.count == 1 ? "it" : "them")."
        )
      }
      for (name, type) in found {
        try AlarmStore.remove(name, in: db)
        try graph.remove(name)
        try AlarmStore.note(
          AlarmHistoryItem(
            alarm: name,
            alarmType: type,
            type: "ConfigurationUpdate",
            time: context.now,
            summary: "Alarm \"\(name)\" deleted",
            data: ["version": "1.0", "type": "Delete"]
          ),
          in: db
        )
      }
      for composite in try found.flatMap({ try graph.suppressed(by: $0.name) }) {
        // An alarm that is not there suppresses nothing.
        try suppress(composite, .suppressorChanged, at: context.now, in: db)
      }
    }
    try await alarms.refresh(names)
    return [:]
  }

  /// Puts an alarm in a state: a metric alarm until its next evaluation, a composite one until one of
  /// its children changes.
  func setAlarmState(_ input: CallInput) async throws -> JSON {
    let name = try input.text("AlarmName")
    guard let state = try input.choice("StateValue", of: ["OK", "ALARM", "INSUFFICIENT_DATA"])
    else { throw CloudWatchError.missing("StateValue") }
    guard let reason = input.text(optional: "StateReason") else {
      throw CloudWatchError.missing("StateReason")
    }
    guard reason.count <= 1023 else {
      throw input.fault("StateReason", reason, "Member must have length less than or equal to 1023")
    }
    let data = try input.text(optional: "StateReasonData").map { text in
      guard text.count <= 4000 else {
        throw input.fault(
          "StateReasonData",
          text,
          "Member must have length less than or equal to 4000"
        )
      }
      guard let data = try? JSON(parsing: text) else {
        throw CloudError("InvalidFormat", "StateReasonData is not valid JSON")
      }
      return data
    }
    let now = timer.now
    try await database.write { [self] db in
      guard let alarm = try AlarmStore.alarm(name, in: db) else {
        throw CloudWatchError.alarmNotFound()
      }
      try change(alarm, to: state, reason: reason, data: data, at: now, in: db)
    }
    alarms.stir(name)
    return [:]
  }

  /// Switches the actions of alarms on or off; names that are not there are passed over.
  func setActions(_ input: CallInput, areEnabled: Bool) async throws -> JSON {
    let names = try CloudWatchService.names(input)
    try await database.write { db in
      for name in names {
        guard var alarm = try AlarmStore.alarm(name, in: db) else { continue }
        alarm.settings.json["ActionsEnabled"] = .bool(areEnabled)
        try AlarmStore.put(alarm, in: db)
      }
    }
    return [:]
  }

  /// The names of alarms that an input must have, 100 at most.
  static func names(_ input: CallInput) throws -> [String] {
    guard input.has("AlarmNames") else {
      throw input.fault("AlarmNames", nil, "Member must not be null")
    }
    let names = input.texts("AlarmNames")
    guard names.count <= 100 else {
      throw input.fault(
        "AlarmNames",
        "[\(names.joined(separator: ", "))]",
        "Member must have length less than or equal to 100"
      )
    }
    return names
  }
}

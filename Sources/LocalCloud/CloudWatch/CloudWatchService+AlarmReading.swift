internal import AWSWire
internal import GRDB
internal import JSONValue

extension CloudWatchService {
  /// Describes alarms by name, prefix, state or action, a page at a time.
  func describeAlarms(_ input: CallInput) async throws -> JSON {
    if let output = try await relatives(input) { return output }
    let names = input.has("AlarmNames") ? try CloudWatchService.names(input) : []
    let prefix = input.text(optional: "AlarmNamePrefix")
    if !names.isEmpty, prefix != nil {
      throw CloudWatchError.combination(
        "AlarmNames and AlarmNamePrefix cannot be used in the same request."
      )
    }
    let state = try input.choice("StateValue", of: ["OK", "ALARM", "INSUFFICIENT_DATA"])
    let action = input.text(optional: "ActionPrefix")
    let types = try CloudWatchService.types(input)
    let query = AlarmQuery(
      types: types,
      names: names.isEmpty ? nil : names,
      prefix: prefix,
      state: state,
      actionPrefix: action
    )
    return try await page(input, query) { $0.wire(identity) }
  }

  /// The children or parents of an alarm, where an input asks for them.
  private func relatives(_ input: CallInput) async throws -> JSON? {
    let asked = ["ChildrenOfAlarmName", "ParentsOfAlarmName"].filter(input.has)
    guard let first = asked.first else { return nil }
    let allowed: Set = [first, "MaxRecords", "NextToken"]
    let others = (input.json.object?.keys ?? []).filter { !allowed.contains($0) && input.has($0) }
    guard others.isEmpty else {
      throw CloudWatchError.validation(
        "If \(first) is specified, only MaxRecords and NextToken can be specified with it."
      )
    }
    let name = try input.text(first)
    let isForChildren = first == "ChildrenOfAlarmName"
    let names = try await database.read { db in
      try isForChildren
        ? AlarmStore.alarm(name, in: db)?.settings.composite?.children ?? []
        : AlarmGraph(db: db).parents(of: name)
    }
    return try await page(input, AlarmQuery(names: names)) {
      $0.relative(identity, hasState: isForChildren)
    }
  }

  private func page(
    _ input: CallInput,
    _ query: AlarmQuery,
    _ shown: (StoredAlarm) -> JSON
  ) async throws -> JSON {
    let limit = try input.int("MaxRecords", in: 1...100) ?? 50
    var query = query
    query.after = try input.text(optional: "NextToken").map { token in
      guard let last = PageToken.position(token) else { throw CloudWatchError.invalidToken }
      return last
    }
    let found = try await database.read { [query] db in
      try AlarmStore.alarms(query, limit: limit + 1, in: db)
    }
    let page = found.prefix(limit)
    var output: JSON = [
      "MetricAlarms": .array(page.filter { $0.settings.metric != nil }.map(shown)),
      "CompositeAlarms": .array(page.filter { $0.settings.composite != nil }.map(shown)),
    ]
    if found.count > limit, let last = page.last {
      output["NextToken"] = .string(PageToken.make(last.settings.name))
    }
    return output
  }

  /// The types of alarms that an input asks for: metric alarms where it does not say.
  private static func types(_ input: CallInput) throws -> [String] {
    let types = input.texts("AlarmTypes")
    for type in types where !AlarmSettings.types.contains(type) {
      throw input.fault(
        "AlarmTypes",
        "[\(types.joined(separator: ", "))]",
        "Member must satisfy constraint: [Member must satisfy enum value set: "
          + "[CompositeAlarm, MetricAlarm]]"
      )
    }
    return types.isEmpty ? ["MetricAlarm"] : types
  }

  /// Describes the alarms on one metric, but for those on metric math.
  func describeAlarmsForMetric(_ input: CallInput) async throws -> JSON {
    let key = try MetricKey(input)
    let statistic = try input.choice("Statistic", of: MetricStatistic.basic)
    let name = statistic ?? input.text(optional: "ExtendedStatistic")
    let period = try input.int("Period", in: 1...604_800)
    let unit = try input.choice("Unit", of: MetricUnit.all)
    let query = AlarmQuery(names: alarms.names(on: key))
    let found = try await database.read { db in
      try AlarmStore.alarms(query, limit: Int.max, in: db)
    }.filter { alarm in
      guard let selection = alarm.settings.metric?.selection, selection.key == key else {
        return false
      }
      return name.map { selection.statistic.name == $0 } ?? true
        && period.map { selection.period == $0 } ?? true
        && unit.map { selection.unit == $0 } ?? true
    }
    return ["MetricAlarms": .array(found.map { $0.wire(identity) })]
  }

  /// Reads what happened to alarms, a page at a time.
  func alarmHistory(_ input: CallInput) async throws -> JSON {
    let type = try input.choice(
      "HistoryItemType",
      of: [
        "ConfigurationUpdate", "StateUpdate", "Action", "AlarmContributorStateUpdate",
        "AlarmContributorAction",
      ]
    )
    let from = input.moment("StartDate")?.milliseconds ?? 0
    let to = input.moment("EndDate")?.milliseconds ?? Int64.max
    let filter = AlarmStore.HistoryFilter(
      alarm: input.text(optional: "AlarmName"),
      alarmTypes: try CloudWatchService.types(input),
      type: type,
      span: min(from, to)...max(from, to)
    )
    let isAscending =
      try input.choice("ScanBy", of: ["TimestampDescending", "TimestampAscending"])
      == "TimestampAscending"
    let limit = try input.int("MaxRecords", in: 1...100) ?? 100
    let start = try input.text(optional: "NextToken").map { token in
      guard let start = PageToken.position(token).flatMap({ Int($0) }), start >= 0 else {
        throw CloudWatchError.invalidToken
      }
      return start
    }
    let items = try await database.read { db in
      try AlarmStore.history(
        filter,
        isAscending: isAscending,
        places: (first: start ?? 0, count: limit + 1),
        in: db
      )
    }
    var output: JSON = ["AlarmHistoryItems": .array(Array(items.prefix(limit)))]
    if items.count > limit {
      output["NextToken"] = .string(PageToken.make(String((start ?? 0) + limit)))
    }
    return output
  }
}

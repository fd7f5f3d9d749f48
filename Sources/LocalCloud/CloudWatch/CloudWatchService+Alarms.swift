internal import AWSWire
internal import GRDB
internal import JSONValue

extension CloudWatchService {
  /// Makes or changes an alarm; a change leaves its state as it is.
  func putMetricAlarm(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let settings = try AlarmSettings(input.json)
    let now = context.now
    try await database.write { db in
      let old = try AlarmStore.alarm(settings.name, in: db)
      var alarm = old ?? StoredAlarm(settings, at: now)
      (alarm.settings, alarm.configured) = (settings, now)
      try AlarmStore.put(alarm, in: db)
      let summary = old == nil ? "created" : "updated"
      try AlarmStore.note(
        AlarmHistoryItem(
          alarm: settings.name,
          type: "ConfigurationUpdate",
          time: now,
          summary: "Alarm \"\(settings.name)\" \(summary)",
          data: [
            "version": "1.0", "type": old == nil ? "Create" : "Update",
            old == nil ? "createdAlarm" : "updatedAlarm": settings.json,
          ]
        ),
        in: db
      )
    }
    try await alarms.refresh()
    schedulePrompt(settings.name)
    return [:]
  }

  /// Deletes alarms.
  func deleteAlarms(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let names = input.texts("AlarmNames")
    try await database.write { db in
      for name in names {
        guard try AlarmStore.alarm(name, in: db) != nil else {
          throw CloudWatchError.alarmNotFound()
        }
        try AlarmStore.remove(name, in: db)
        try AlarmStore.note(
          AlarmHistoryItem(
            alarm: name,
            type: "ConfigurationUpdate",
            time: context.now,
            summary: "Alarm \"\(name)\" deleted",
            data: ["version": "1.0", "type": "Delete"]
          ),
          in: db
        )
      }
    }
    try await alarms.refresh()
    return [:]
  }

  /// Describes alarms by name, prefix, state or action, a page at a time.
  func describeAlarms(_ input: CallInput) async throws -> JSON {
    let names = input.texts("AlarmNames")
    let prefix = input.text(optional: "AlarmNamePrefix")
    if !names.isEmpty, prefix != nil {
      throw CloudWatchError.combination(
        "AlarmNames and AlarmNamePrefix cannot be used in the same request."
      )
    }
    let state = try input.choice("StateValue", of: ["OK", "ALARM", "INSUFFICIENT_DATA"])
    let action = input.text(optional: "ActionPrefix")
    let types = input.texts("AlarmTypes")
    let all =
      types.isEmpty || types.contains("MetricAlarm")
      ? try await database.read { db in try AlarmStore.all(in: db) } : []
    let found = all.filter { alarm in
      (names.isEmpty || names.contains(alarm.settings.name))
        && prefix.map { alarm.settings.name.hasPrefix($0) } ?? true
        && state.map { alarm.state == $0 } ?? true
        && action.map { prefix in
          ["OK", "ALARM", "INSUFFICIENT_DATA"].contains { state in
            alarm.settings.actions(for: state).contains { $0.hasPrefix(prefix) }
          }
        } ?? true
    }
    let (page, next) = try PageToken.slice(
      found,
      token: input.text(optional: "NextToken"),
      limit: try input.int("MaxRecords", in: 1...100) ?? 50,
      invalid: CloudWatchError.invalidToken
    )
    var output: JSON = [
      "MetricAlarms": .array(page.map { $0.wire(identity) }), "CompositeAlarms": [],
    ]
    if let next { output["NextToken"] = .string(next) }
    return output
  }

  /// Describes the alarms on one metric.
  func describeAlarmsForMetric(_ input: CallInput) async throws -> JSON {
    let key = try MetricKey(input)
    let statistic = input.text(optional: "Statistic")
    let period = try input.int("Period", in: 1...604_800)
    let found = try await database.read { db in try AlarmStore.all(in: db) }.filter { alarm in
      alarm.settings.metric == key && statistic.map { alarm.settings.statistic == $0 } ?? true
        && period.map { alarm.settings.period == $0 } ?? true
    }
    return ["MetricAlarms": .array(found.map { $0.wire(identity) })]
  }

  /// Reads what happened to alarms, a page at a time.
  func alarmHistory(_ input: CallInput) async throws -> JSON {
    let alarm = input.text(optional: "AlarmName")
    let type = try input.choice(
      "HistoryItemType",
      of: ["ConfigurationUpdate", "StateUpdate", "Action"]
    )
    let from = input.moment("StartDate")?.milliseconds ?? 0
    let to = input.moment("EndDate")?.milliseconds ?? Int64.max
    let isAscending = input.text(optional: "ScanBy") == "TimestampAscending"
    let limit = try input.int("MaxRecords", in: 1...100) ?? 100
    let start = try input.text(optional: "NextToken").map { token in
      guard let start = PageToken.position(token).flatMap({ Int($0) }), start >= 0 else {
        throw CloudWatchError.invalidToken
      }
      return start
    }
    let items = try await database.read { db in
      try AlarmStore.history(
        alarm: alarm,
        type: type,
        from: from,
        to: to,
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

  /// Puts an alarm in a state until its next evaluation.
  func setAlarmState(_ input: CallInput) async throws -> JSON {
    let name = try input.text("AlarmName")
    guard let state = try input.choice("StateValue", of: ["OK", "ALARM", "INSUFFICIENT_DATA"])
    else { throw CloudWatchError.missing("StateValue") }
    guard let reason = input.text(optional: "StateReason") else {
      throw CloudWatchError.missing("StateReason")
    }
    let data = try input.text(optional: "StateReasonData").map { text in
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
    return [:]
  }

  /// Switches the actions of alarms on or off; names that are not there are passed over.
  func setActions(_ input: CallInput, areEnabled: Bool) async throws -> JSON {
    let names = input.texts("AlarmNames")
    try await database.write { db in
      for name in names {
        guard var alarm = try AlarmStore.alarm(name, in: db) else { continue }
        alarm.settings.json["ActionsEnabled"] = .bool(areEnabled)
        try AlarmStore.put(alarm, in: db)
      }
    }
    return [:]
  }
}

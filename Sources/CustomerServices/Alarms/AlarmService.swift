package import AWSWire
package import CustomerDomain
internal import JSONValue

/// Tells how the alarms stand and why.
package struct AlarmService: Sendable {
  /// Makes the calls.
  let access: ServiceAccess

  /// Makes a service.
  package init(caller: any AWSCaller, mode: AccessMode, journal: Journal? = nil) {
    access = ServiceAccess(caller: caller, mode: mode, journal: journal)
  }

  /// What happened to an alarm, newest first.
  ///
  /// - Parameters:
  ///   - name: the alarm's name.
  ///   - since: only what happened then or later.
  ///   - limit: how many entries at most.
  /// - Returns: the entries, newest first.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func history(
    of name: String,
    since: Instant? = nil,
    limit: Int = 100
  ) async throws -> [AlarmHistoryItem] {
    var input: JSON = [
      "AlarmName": .string(name), "MaxRecords": JSON(min(max(1, limit), 100)),
      "AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "ScanBy": "TimestampDescending",
    ]
    input["StartDate"] = since.map { JSON($0.seconds) }
    var items: [AlarmHistoryItem] = []
    try await access.readPages(
      .cloudWatch,
      "DescribeAlarmHistory",
      input,
      tokenKey: "NextToken",
      for: .init("read alarm history", name)
    ) { page in
      items += (page["AlarmHistoryItems"]?.array ?? []).compactMap(AlarmHistoryItem.init(wire:))
      return items.count < limit
    }
    return Array(items.prefix(limit))
  }

  /// What happened to alarms, by name and newest first.
  ///
  /// Of several alarms it is read together as long as that takes no more calls than one for each:
  /// an account has three a second of them.
  ///
  /// - Parameters:
  ///   - names: the alarms' names.
  ///   - limit: how many entries of each at most.
  /// - Returns: the entries of each name, newest first.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func histories(
    of names: [String],
    limit: Int = 100
  ) async throws -> [String: [AlarmHistoryItem]] {
    var found = Dictionary(names.map { ($0, [AlarmHistoryItem]()) }) { first, _ in first }
    var (isWhole, calls) = (false, 0)
    if found.count > 1 {
      try await access.readPages(
        .cloudWatch,
        "DescribeAlarmHistory",
        [
          "AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "MaxRecords": 100,
          "ScanBy": "TimestampDescending",
        ],
        tokenKey: "NextToken",
        for: .init("read alarm history")
      ) { page in
        let items = (page["AlarmHistoryItems"]?.array ?? []).compactMap(
          AlarmHistoryItem.init(wire:)
        )
        for item in items { found[item.alarmName]?.append(item) }
        calls += 1
        isWhole = page["NextToken"]?.string?.isEmpty ?? true
        return calls < found.count && found.values.contains { $0.count < limit }
      }
    }
    for (name, items) in found {
      found[name] =
        isWhole || items.count >= limit
        ? Array(items.prefix(limit)) : try await history(of: name, limit: limit)
    }
    return found
  }

  /// Sets how an alarm stands, for a test; the next evaluation sets it back.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func setState(_ name: String, to state: Alarm.State, reason: String) async throws {
    try await access.change(
      .cloudWatch,
      "SetAlarmState",
      [
        "AlarmName": .string(name), "StateValue": .string(state.rawValue),
        "StateReason": .string(reason),
      ],
      for: .init("set alarm state", name)
    )
  }

  /// Lets an alarm notify, or keeps it from notifying.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func setActions(of name: String, enabled: Bool) async throws {
    try await access.change(
      .cloudWatch,
      enabled ? "EnableAlarmActions" : "DisableAlarmActions",
      ["AlarmNames": [.string(name)]],
      for: .init(enabled ? "enable alarm actions" : "disable alarm actions", name)
    )
  }
}

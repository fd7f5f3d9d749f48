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

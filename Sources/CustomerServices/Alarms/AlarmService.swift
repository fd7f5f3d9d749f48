package import AWSWire
package import CustomerDomain
internal import JSONValue

/// Tells how the alarms stand and why.
package struct AlarmService: Sendable {
  private let access: ServiceAccess

  /// Makes a service.
  package init(caller: any AWSCaller, mode: AccessMode, journal: Journal? = nil) {
    access = ServiceAccess(caller: caller, mode: mode, journal: journal)
  }

  /// All alarms, or those of the names given, the worst first and of equal state the newest change
  /// first.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func list(names: [String] = [], state: Alarm.State? = nil) async throws -> [Alarm] {
    var input: JSON = ["AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "MaxRecords": 100]
    if !names.isEmpty { input["AlarmNames"] = .array(names.map(JSON.string)) }
    input["StateValue"] = state.map { .string($0.rawValue) }
    var alarms: [Alarm] = []
    try await access.readPages(
      .cloudWatch,
      "DescribeAlarms",
      input,
      tokenKey: "NextToken",
      for: .init("list alarms")
    ) { page in
      alarms += (page["MetricAlarms"]?.array ?? []).compactMap(Alarm.init(metricAlarm:))
      alarms += (page["CompositeAlarms"]?.array ?? []).compactMap(Alarm.init(compositeAlarm:))
      return true
    }
    return alarms.sorted { ($0.state, $1.since, $0.name) < ($1.state, $0.since, $1.name) }
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

  /// The points of what an alarm watches, oldest first; each call costs money on AWS.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func points(
    of metric: Alarm.Metric,
    from: Instant,
    to: Instant
  ) async throws -> [MetricPoint] {
    let query: JSON = [
      "Id": "m",
      "MetricStat": [
        "Metric": [
          "Namespace": .string(metric.namespace), "MetricName": .string(metric.name),
          "Dimensions": .array(
            metric.dimensions.map { ["Name": .string($0.name), "Value": .string($0.value)] }
          ),
        ],
        "Period": JSON(metric.periodSeconds), "Stat": .string(metric.statistic),
      ],
    ]
    let input: JSON = [
      "MetricDataQueries": [query], "StartTime": JSON(from.seconds), "EndTime": JSON(to.seconds),
      "ScanBy": "TimestampAscending",
    ]
    var points: [MetricPoint] = []
    try await access.readPages(
      .cloudWatch,
      "GetMetricData",
      input,
      tokenKey: "NextToken",
      for: .init("read metric", metric.name)
    ) { page in
      for result in page["MetricDataResults"]?.array ?? [] {
        let times = (result["Timestamps"]?.array ?? []).map(\.instant)
        let values = (result["Values"]?.array ?? []).map(\.double)
        for case (let time?, let value?) in zip(times, values) where value.isFinite {
          points.append(MetricPoint(timestamp: time, value: value))
        }
      }
      return true
    }
    return points.sorted { $0.timestamp < $1.timestamp }
  }
}

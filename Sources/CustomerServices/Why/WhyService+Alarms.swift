internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From an alarm to what failed in its window.
extension WhyService {
  /// How much of the metric is drawn, in milliseconds, where the window is not longer.
  private static let charted: Int64 = 3_600_000
  /// How far behind the window what belongs to it may be written, in milliseconds.
  static let lateness: Int64 = 60_000
  /// How many alarms of a composite one are followed at once, and how deep.
  private static let childLimit = 4
  private static let depthLimit = 3

  /// An alarm as it was described, with its history.
  private struct Described: Sendable {
    let alarm: Alarm
    let wire: JSON
    let breach: BreachWindow
  }

  /// Explains an alarm.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func explainAlarm(_ name: String, depth: Int = 0) async throws -> Explanation {
    async let updates = part([]) { try await stateUpdates(name) }
    guard let wire = try await describedAlarms([name]).first, let alarm = Alarm(anyAlarm: wire)
    else {
      throw ServiceFailure(
        kind: .notFound,
        action: "explain alarm",
        resource: name,
        reason: "there is no alarm of that name",
        advice: "check the name and the region"
      )
    }
    let history = try await updates
    let breach = BreachWindow(alarm, wire: wire, history: history.value, now: logs.now)
    let described = Described(alarm: alarm, wire: wire, breach: breach)
    var explanation = Explanation(
      subject: .alarm(name: name),
      alarm: alarm,
      window: breach.window,
      notes: history.notes
    )
    if !breach.isBreach {
      explanation.notes.append("it has not been in ALARM as far as its history goes")
    }
    if alarm.rule == nil {
      try await follow(described, &explanation)
    } else {
      try await followChildren(alarm, &explanation, depth)
    }
    return explanation
  }

  private func describedAlarms(_ names: [String]) async throws -> [JSON] {
    let answer = try await access.read(
      .cloudWatch,
      "DescribeAlarms",
      [
        "AlarmNames": .array(names.prefix(100).map(JSON.string)),
        "AlarmTypes": ["MetricAlarm", "CompositeAlarm"],
      ],
      for: .init("read alarm", names.count == 1 ? names[0] : "")
    )
    return (answer["MetricAlarms"]?.array ?? []) + (answer["CompositeAlarms"]?.array ?? [])
  }

  private func stateUpdates(_ name: String) async throws -> [StateUpdate] {
    let answer = try await access.read(
      .cloudWatch,
      "DescribeAlarmHistory",
      [
        "AlarmName": .string(name), "AlarmTypes": ["MetricAlarm", "CompositeAlarm"],
        "HistoryItemType": "StateUpdate", "MaxRecords": 50, "ScanBy": "TimestampDescending",
      ],
      for: .init("read alarm history", name)
    )
    return (answer["AlarmHistoryItems"]?.array ?? []).compactMap(StateUpdate.init(wire:))
  }

  // MARK: Metric alarms

  /// Finds what failed; where the window is too long to search it whole, the metric's points say
  /// which part of it is.
  private func follow(_ described: Described, _ explanation: inout Explanation) async throws {
    let (alarm, breach) = (described.alarm, described.breach)
    let whole = breach.window
    async let reading = part([]) { try await points(described) }
    var window = whole
    if whole.to - whole.from > BreachWindow.longest {
      window = breach.searched(try await reading.value, alarm.metric)
      explanation.window = window
      explanation.notes.append(
        "it was red for longer: searched from \(window.from.iso8601) to \(window.to.iso8601)"
      )
    }
    let targets = AlarmTarget.targets(of: described.wire).prefix(Self.childLimit)
    let parts = try await incidents(of: Array(targets), window)
    explanation.notes += parts.flatMap(\.notes)
    explanation.incidents = Self.merged(parts.flatMap(\.value))
    let drawn = try await reading
    explanation.points = drawn.value
    explanation.notes += drawn.notes
    if explanation.incidents.isEmpty, explanation.notes.isEmpty {
      explanation.notes.append("nothing that failed is in the logs of that time, or not yet")
    }
  }

  /// The points of the alarm's metric around its window.
  private func points(_ described: Described) async throws -> [MetricPoint] {
    let window = described.breach.window
    let to = window.to + 60_000
    let from = min(window.from + -600_000, to + -Self.charted)
    if let metric = described.alarm.metric {
      return try await alarms.points(of: metric, from: max(from, to + -86_400_000), to: to)
    }
    guard let queries = described.wire["Metrics"]?.array, !queries.isEmpty else { return [] }
    let answer = try await access.read(
      .cloudWatch,
      "GetMetricData",
      [
        "MetricDataQueries": .array(queries),
        "StartTime": JSON(max(from, to + -86_400_000).seconds), "EndTime": JSON(to.seconds),
        "ScanBy": "TimestampAscending",
      ],
      for: .init("read metric", described.alarm.name)
    )
    let result = answer["MetricDataResults"]?.array?.first
    let times = (result?["Timestamps"]?.array ?? []).map(\.instant)
    let values = (result?["Values"]?.array ?? []).map(\.double)
    return zip(times, values).compactMap { time, value in
      guard let time, let value, value.isFinite else { return nil }
      return MetricPoint(timestamp: time, value: value)
    }
  }

  /// What went wrong in each of the targets, looked for in all of them at once.
  private func incidents(
    of targets: [AlarmTarget],
    _ window: Explanation.Window
  ) async throws -> [Part<[Incident]>] {
    try await withThrowingTaskGroup(of: (Int, Part<[Incident]>).self) { group in
      for (place, target) in targets.enumerated() {
        group.addTask { (place, try await incidents(of: target, window)) }
      }
      var parts: [(Int, Part<[Incident]>)] = []
      for try await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func incidents(
    of target: AlarmTarget,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    switch target {
    case .function(let name, let trouble): try await functionIncidents(name, trouble, window)
    case .workflow(let arn, let statuses): try await failedRuns(of: arn, statuses, window)
    case .api(let name, let kind): try await apiIncidents(name, kind, window)
    case .metric(let namespace, let name): try await metricIncidents(namespace, name, window)
    }
  }

  /// The same incident from several sources once, the newest first.
  static func merged(_ incidents: [Incident]) -> [Incident] {
    var seen: Set<String> = []
    let unique = incidents.filter { seen.insert($0.id).inserted }
    return Array(unique.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(incidentLimit))
  }

  // MARK: Composite alarms

  /// Follows the red alarms that a composite one is made of.
  private func followChildren(
    _ alarm: Alarm,
    _ explanation: inout Explanation,
    _ depth: Int
  ) async throws {
    let names = AlarmRuleNames.names(in: alarm.rule ?? "")
    let children = try await part([]) { () async throws -> [Alarm] in
      names.isEmpty ? [] : try await describedAlarms(names).compactMap(Alarm.init(anyAlarm:))
    }
    explanation.notes += children.notes
    explanation.children = children.value.sorted { ($0.state, $1.since) < ($1.state, $0.since) }
    let red = explanation.children.filter { $0.state == .alarm }.map(\.name)
    guard depth < Self.depthLimit else {
      explanation.notes.append("the alarms it is made of go deeper than is followed")
      return
    }
    if red.isEmpty { explanation.notes.append("none of the alarms it is made of is red now") }
    let followed = Array(red.prefix(Self.childLimit))
    if red.count > followed.count {
      explanation.notes.append("of \(red.count) red alarms \(followed.count) are followed")
    }
    let parts = try await withThrowingTaskGroup(of: Part<Explanation?>.self) { group in
      for name in followed {
        group.addTask { try await part(nil) { try await explainAlarm(name, depth: depth + 1) } }
      }
      var parts: [Part<Explanation?>] = []
      for try await part in group { parts.append(part) }
      return parts
    }
    explanation.notes += parts.flatMap { $0.notes + ($0.value?.notes ?? []) }
    explanation.incidents = Self.merged(parts.flatMap { $0.value?.incidents ?? [] })
    if let first = parts.compactMap(\.value).first { explanation.points = first.points }
    let windows = parts.compactMap { $0.value?.window }
    if let from = windows.map(\.from).min(), let to = windows.map(\.to).max() {
      explanation.window = .init(from: from, to: to)
    }
  }
}

extension Alarm {
  /// Reads an alarm of either kind as DescribeAlarms gives it.
  fileprivate init?(anyAlarm wire: JSON) {
    if wire["AlarmRule"] == nil {
      self.init(metricAlarm: wire)
    } else {
      self.init(compositeAlarm: wire)
    }
  }
}

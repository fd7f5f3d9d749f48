internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From an alarm to what failed in its window.
extension WhyService {
  /// How much of the metric is drawn, in milliseconds, where the window is not longer.
  private static let charted: Int64 = 3_600_000
  /// How far behind the window what belongs to it may be written, in milliseconds.
  static let lateness: Int64 = 60_000
  /// How many of the metrics that an alarm is made of are followed.
  private static let targetLimit = 4
  /// The most names that DescribeAlarms takes, and the most alarms that it gives in a page.
  private static let alarmsAtOnce = 100

  /// An alarm as it was described.
  struct Described: Sendable {
    /// The alarm.
    let alarm: Alarm
    /// The same as DescribeAlarms gives it.
    let wire: JSON

    /// Reads an alarm of either kind; `nil` where it lacks the needful.
    init?(wire: JSON) {
      let isMetric = wire["AlarmRule"] == nil
      guard let alarm = isMetric ? Alarm(metricAlarm: wire) : Alarm(compositeAlarm: wire) else {
        return nil
      }
      self.alarm = alarm
      self.wire = wire
    }
  }

  /// What an alarm of a metric led to.
  struct Followed: Sendable {
    /// Where it was looked.
    var window: Explanation.Window
    /// What was found there.
    var findings = Findings()
    /// What the alarm watches; empty where that was not wanted.
    var series: [MetricSeries] = []
    /// What could not be had, and what is shown in its place.
    var notes: [String] = []
  }

  /// Explains an alarm.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func explainAlarm(_ name: String) async throws -> Explanation {
    async let updates = part([]) { try await stateUpdates(name) }
    guard let described = try await describedAlarms([name]).first else {
      throw ServiceFailure(
        kind: .notFound,
        action: "explain alarm",
        resource: name,
        reason: "there is no alarm of that name",
        advice: "check the name and the region"
      )
    }
    let history = try await updates
    let breach = breach(of: described, history.value)
    var explanation = Explanation(
      subject: .alarm(name: name),
      alarm: described.alarm,
      window: breach.window,
      notes: history.notes
    )
    if !breach.isBreach {
      explanation.notes.append("it has not been in ALARM as far as its history goes")
    }
    guard described.alarm.rule == nil else {
      try await followParts(of: described.alarm, breach, &explanation)
      return explanation
    }
    let followed = try await follow(described, breach, readsSeries: true)
    explanation.window = followed.window
    explanation.tell(followed.findings)
    explanation.series = followed.series
    explanation.notes += followed.notes
    return explanation
  }

  /// Alarms of either kind by their names; those that are not there are left out.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func describedAlarms(_ names: [String]) async throws -> [Described] {
    var found: [Described] = []
    for start in stride(from: 0, to: names.count, by: Self.alarmsAtOnce) {
      let some = names[start..<min(names.count, start + Self.alarmsAtOnce)]
      try await access.readPages(
        .cloudWatch,
        "DescribeAlarms",
        [
          "AlarmNames": .array(some.map(JSON.string)),
          "AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "MaxRecords": JSON(Self.alarmsAtOnce),
        ],
        tokenKey: "NextToken",
        for: .init("read alarm", names.count == 1 ? names[0] : "")
      ) { page in
        let wires = (page["MetricAlarms"]?.array ?? []) + (page["CompositeAlarms"]?.array ?? [])
        found += wires.compactMap(Described.init(wire:))
        return true
      }
    }
    return found
  }

  /// What happened to an alarm's state, newest first.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func stateUpdates(_ name: String) async throws -> [StateUpdate] {
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

  /// When an alarm was red last.
  func breach(of described: Described, _ history: [StateUpdate]) -> BreachWindow {
    BreachWindow(described.alarm, wire: described.wire, history: history, now: logs.now)
  }

  /// Finds what failed; where the window is too long to search it whole, the metric's points say
  /// which part of it is.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func follow(
    _ described: Described,
    _ breach: BreachWindow,
    readsSeries: Bool
  ) async throws -> Followed {
    let (alarm, whole) = (described.alarm, breach.window)
    let isLong = whole.to - whole.from > BreachWindow.longest
    async let reading = part([]) {
      readsSeries || isLong ? try await series(alarm, around: whole) : []
    }
    var followed = Followed(window: whole)
    if isLong {
      let window = breach.searched(try await reading.value, alarm.metric)
      followed.window = window
      followed.notes.append(
        "it was red for longer: searched from \(window.from.iso8601) to \(window.to.iso8601)"
      )
    }
    let targets = AlarmTarget.targets(of: described.wire)
    let led = targets.prefix(Self.targetLimit)
    for (target, part) in zip(led, try await incidents(of: Array(led), followed.window)) {
      followed.findings.add(part, isAboutTime: target.isAboutTime)
      followed.notes += part.notes
    }
    if targets.count > led.count {
      followed.findings.isCut = true
      followed.notes.append(
        "of the \(targets.count) things that its metrics are about \(led.count) are followed"
      )
    }
    let drawn = try await reading
    followed.series = readsSeries ? drawn.value : []
    followed.notes += drawn.notes
    // Where something could not be read, nobody knows whether there was nothing.
    if followed.findings.isEmpty, !followed.findings.isCut {
      followed.notes.append("nothing that failed is in the logs of that time, or not yet")
    }
    return followed
  }

  /// What an alarm watches around its window.
  private func series(
    _ alarm: Alarm,
    around window: Explanation.Window
  ) async throws -> [MetricSeries] {
    guard let metric = alarm.metric else { return [] }
    let to = window.to + 60_000
    let from = min(window.from + -600_000, to + -Self.charted)
    return try await alarms.series(of: metric, from: max(from, to + -86_400_000), to: to)
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
}

internal import AWSWire
internal import ArgumentParser
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard
internal import JSONValue
internal import Terminal

/// `rollcall alarms`: the alarms and how they stand.
struct AlarmsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alarms",
    abstract: "List alarms, worst first; exits 1 if any listed is in ALARM."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "Alarm names; none for all.")
  var names: [String] = []

  @Option(help: "Only alarms that stand so, such as ALARM.")
  var state: AlarmStateArgument?

  @Flag(help: "Show their history, too.")
  var history = false

  func run() async throws {
    let status = try await Session.run(global) { session in
      let service = session.services.alarms
      let alarms = try await service.list(names: names, state: state?.state)
      let kept = history ? try await service.histories(of: alarms.map(\.name)) : [:]
      try session.printer.document(
        .array(alarms.map { $0.json(history: history ? kept[$0.name] ?? [] : nil) }),
        text: Self.lines(alarms, kept, now: session.clock.now)
      )
      var statuses: Set<ExitStatus> = alarms.contains { $0.state == .alarm } ? [.negative] : []
      if state == nil {
        for name in names where !alarms.contains(where: { $0.name == name }) {
          Printer.complain("there is no alarm '\(name)'")
          statuses.insert(.notFound)
        }
      }
      return ExitStatus.worst(statuses)
    }
    if status != .done { throw status }
  }

  /// The alarms for people: reasons in short; where there are histories, in full below each alarm.
  static func lines(
    _ alarms: [Alarm],
    _ histories: [String: [AlarmHistoryItem]],
    now: Instant
  ) -> [SafeText] {
    var table = TextTable([
      .init(heading: "ALARM"), .init(heading: "STATE"),
      .init(heading: "FOR", isRightAligned: true), .init(heading: "REASON"),
    ])
    for alarm in alarms {
      table.add([
        alarm.name, alarm.state.rawValue + (alarm.actionsEnabled ? "" : " (muted)"),
        Words.age(of: alarm.since, at: now), shortReason(alarm),
      ])
    }
    let rows = table.lines
    guard !histories.isEmpty, let heading = rows.first else { return rows }
    return [heading]
      + zip(rows.dropFirst(), alarms).flatMap { row, alarm in
        [row, "  reason  \(alarm.reason)"]
          + (histories[alarm.name] ?? []).map {
            "  \($0.timestamp.iso8601)  \($0.type)  \($0.summary)"
          }
      }
  }

  /// What the dashboard says; what is as it should be has no more to it.
  private static func shortReason(_ alarm: Alarm) -> String {
    alarm.state == .ok ? "within bounds" : AlarmWords.reason(of: alarm)
  }
}

/// An alarm's state on the command line, in any case.
struct AlarmStateArgument: ExpressibleByArgument {
  /// The state.
  let state: Alarm.State

  /// Reads a state.
  init?(argument: String) {
    guard let state = Alarm.State(rawValue: argument.uppercased()) else { return nil }
    self.state = state
  }

  /// The states there are.
  static var allValueStrings: [String] { Alarm.State.allCases.map(\.rawValue) }
}

/// `rollcall rules`: what starts workflow runs by schedule or by event.
struct RulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List the rules, or enable or disable one."
  )

  /// What to do with a rule.
  enum Change: String, ExpressibleByArgument, CaseIterable {
    /// Let it start the workflow.
    case enable
    /// Keep it from starting the workflow.
    case disable
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: "What to do; nothing to list them.")
  var change: Change?

  @Argument(help: "The rule's name.")
  var name: String?

  func validate() throws {
    if (change == nil) != (name == nil) { throw ValidationError("Name the rule to change.") }
  }

  func run() async throws {
    try await Session.run(global) { session in
      let service = session.services.rules
      if let change, let name {
        try await service.set(name, enabled: change == .enable)
      }
      let rules = try await service.list()
      let shown = rules.filter { name == nil || $0.name == name }
      var table = TextTable([
        .init(heading: "RULE"), .init(heading: "STATE"), .init(heading: "WHEN"),
        .init(heading: "TARGETS"),
      ])
      for rule in shown {
        table.add([
          rule.name, rule.isEnabled ? "enabled" : "disabled",
          rule.schedule ?? rule.pattern ?? "", rule.targets.joined(separator: " "),
        ])
      }
      let lines = table.lines
      try session.printer.document(.array(shown.map(\.json)), text: lines)
    }
  }
}

/// `rollcall notifications`: what the alerts topic sent.
struct NotificationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notifications",
    abstract: "List what the alerts topic sent, newest first (the local cloud's outbox)."
  )

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    try await Session.run(global) { session in
      try session.requireLocalCloud("notifications")
      let notifications = try await session.services.notifications.list()
      var table = TextTable([
        .init(heading: "TIME"), .init(heading: "SUBJECT"), .init(heading: "TO"),
        .init(heading: "DELIVERY"),
      ])
      for notification in notifications {
        table.add([
          notification.time.iso8601, notification.subject, notification.to ?? "nobody",
          notification.delivery,
        ])
      }
      let lines = table.lines
      try session.printer.document(.array(notifications.map(\.json)), text: lines)
    }
  }
}

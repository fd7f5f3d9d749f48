internal import AWSWire
internal import GRDB
internal import JSONValue

/// Why a composite alarm is evaluated.
enum CompositeCause: Sendable {
  /// It was `created` or `updated`.
  case configured(String)
  /// An alarm in its rule went to another state.
  case child(StoredAlarm)
}

extension CloudWatchService {
  /// Evaluates the composite alarms that name an alarm which went to another state, and has those
  /// that it suppresses look at it, in the same write.
  func cascade(from child: StoredAlarm, at now: Instant, in db: Database) throws {
    let (name, graph) = (child.settings.name, AlarmGraph(db: db))
    for parent in try graph.parents(of: name) where try !graph.isOnCycle(parent) {
      try evaluateComposite(parent, because: .child(child), at: now, in: db)
    }
    for composite in try graph.suppressed(by: name) {
      try suppress(composite, .suppressorChanged, at: now, in: db)
    }
  }

  /// Evaluates a composite alarm's rule.
  func evaluateComposite(
    _ name: String,
    because cause: CompositeCause,
    at now: Instant,
    in db: Database
  ) throws {
    guard let alarm = try AlarmStore.alarm(name, in: db), let condition = alarm.settings.composite
    else { return }
    if case .configured = cause, try AlarmGraph(db: db).isOnCycle(name) { return }
    var states: [String: String] = [:]
    for child in condition.children { states[child] = try AlarmStore.state(of: child, in: db) }
    let state = condition.rule.holds { states[AlarmRule.name(of: $0)] } ? "ALARM" : "OK"
    guard state != alarm.state else { return }
    var triggers: [StoredAlarm] = []
    let reason: String
    switch cause {
    case .child(let child):
      triggers = [child]
      reason =
        "\(StoredAlarm.arn(child.settings.name, identity)) transitioned to \(child.state) at "
        + AlarmReason.longDate(child.updated)
    case .configured(let verb):
      triggers = try condition.children.compactMap { try AlarmStore.alarm($0, in: db) }
      reason =
        "\(StoredAlarm.arn(name, identity)) was \(verb) and its alarm rule evaluates to \(state)"
    }
    let data: JSON = [
      "triggeringAlarms": .array(
        triggers.map { child in
          [
            "arn": .string(StoredAlarm.arn(child.settings.name, identity)),
            "state": [
              "value": .string(child.state),
              "timestamp": .string(AlarmReason.stamp(child.updated)),
            ],
          ]
        }
      )
    ]
    try change(alarm, to: state, reason: reason, data: data, at: now, in: db)
  }

  /// Whether the suppressor of a composite alarm is in ALARM.
  func isSuppressing(_ condition: CompositeCondition, in db: Database) throws -> Bool {
    guard let suppressor = condition.suppressor else { return false }
    return try AlarmStore.state(of: suppressor, in: db) == "ALARM"
  }

  /// Lets a composite alarm's suppression take an event in, and takes the actions that are then due.
  func suppress(
    _ name: String,
    _ event: ActionSuppression.Event,
    at now: Instant,
    in db: Database
  ) throws {
    guard var alarm = try AlarmStore.alarm(name, in: db) else { return }
    let before = alarm.suppression
    let left = try suppressed(&alarm, event, at: now, in: db)
    guard alarm.suppression != before else { return }
    try AlarmStore.put(alarm, in: db)
    if let left { try act(on: AlarmTransition(alarm: alarm, oldState: left), in: db) }
  }

  /// The state that the alarm is to be told to have left, where actions are to be taken after an
  /// event.
  func suppressed(
    _ alarm: inout StoredAlarm,
    _ event: ActionSuppression.Event,
    at now: Instant,
    in db: Database
  ) throws -> String? {
    guard let condition = alarm.settings.composite, condition.suppressor != nil else {
      if case .stateChanged(let old) = event { return old }
      return nil
    }
    let left = alarm.suppression.take(
      event,
      state: alarm.state,
      isSuppressing: try isSuppressing(condition, in: db),
      periods: condition.periods,
      now: now
    )
    if let due = alarm.suppression.due { scheduleSuppression(alarm.settings.name, due) }
    return left
  }

  /// Has a suppression looked at when its period ends.
  func scheduleSuppression(_ name: String, _ due: Instant) {
    timer.schedule("cloudwatch.suppression.\(name)", at: due) { [weak self] in
      guard let self else { return }
      do {
        let now = max(timer.now, due)
        try await database.write { [self] db in
          try suppress(name, .timePassed, at: now, in: db)
        }
      } catch {
        unreadable(name, error)
      }
    }
  }

  /// Ends the periods of suppression that are over by a moment, so that of missed minutes, too, each
  /// change is told that was to be told.
  func endSuppressions(until moment: Instant) async throws {
    let over = try await database.read { db in try AlarmStore.suppressed(in: db) }.compactMap {
      alarm in alarm.suppression.due.flatMap { $0 <= moment ? (alarm.settings.name, $0) : nil }
    }
    guard !over.isEmpty else { return }
    try await database.write { [self] db in
      for (name, due) in over { try suppress(name, .timePassed, at: due, in: db) }
    }
  }

  /// Takes up the suppressions that were under way when the cloud last ended.
  func resumeSuppressions() async throws {
    for alarm in try await database.read({ db in try AlarmStore.suppressed(in: db) }) {
      if let due = alarm.suppression.due { scheduleSuppression(alarm.settings.name, due) }
    }
  }
}

internal import AWSWire
internal import GRDB
internal import JSONValue
internal import Logging

/// A change of an alarm's state that is to be told.
struct AlarmTransition: Sendable {
  /// The alarm in its new state.
  let alarm: StoredAlarm
  /// `OK`, `ALARM` or `INSUFFICIENT_DATA`; the last that was told, where actions were held back.
  let oldState: String
}

extension CloudWatchService {
  private static let evaluationPause: Int64 = 10_000
  private static let promptPause: Int64 = 1000
  private static let longestMissed: Int64 = 3_600_000

  /// Has all alarms evaluated every ten seconds.
  func scheduleEvaluation() {
    let due = timer.now + CloudWatchService.evaluationPause
    timer.schedule("cloudwatch.evaluation", at: due) { [weak self] in
      guard let self else { return }
      await evaluate(nil, at: timer.now)
      scheduleEvaluation()
    }
  }

  /// Has the alarms that watch one of `metrics` evaluated a second after it got a sample.
  func prompt(alarmsOn metrics: some Sequence<MetricKey>) {
    let second = timer.now.milliseconds / 1000
    for alarm in alarms.watching(metrics, in: second) { schedulePrompt(alarm) }
  }

  /// Has one alarm evaluated a second after its metric got a sample.
  func schedulePrompt(_ alarm: String) {
    let due = timer.now + CloudWatchService.promptPause
    // Samples that keep coming must not put the evaluation off: each second has a key of its own.
    let key = "cloudwatch.prompt.\(alarm).\(due.milliseconds / 1000)"
    timer.schedule(key, at: due) { [weak self] in
      guard let self else { return }
      await evaluate(alarm, at: timer.now)
    }
  }

  /// Evaluates the minutes since each alarm's last change, one hour at most.
  func evaluateMissed() async throws {
    try await alarms.refresh()
    let now = timer.now
    let all = try await database.read { db in try AlarmStore.all(in: db) }
    let first =
      all.filter { $0.settings.metric != nil }.map {
        max($0.updated, now + -CloudWatchService.longestMissed)
      }.min() ?? now
    // The last moment of each minute: by then all its samples had come.
    var moment = Instant(milliseconds: (first.milliseconds / 60_000 + 1) * 60_000 - 1)
    while moment < now {
      await evaluate(nil, at: moment)
      moment = moment + 60_000
    }
    await evaluate(nil, at: now)
  }

  /// Evaluates one alarm, or all, as of a moment, which is also when what changes has changed.
  ///
  /// An alarm that cannot be evaluated is logged and holds up none of the others.
  func evaluate(_ name: String?, at moment: Instant) async {
    do {
      try await database.write { [self] db in
        if name == nil { try endSuppressions(until: moment, in: db) }
        let found =
          try name.map { try AlarmStore.alarm($0, in: db).map { [$0] } ?? [] }
          ?? AlarmStore.all(in: db, unreadable: unreadable)
        for alarm in found where moment >= alarm.updated {
          do {
            try evaluate(alarm, at: moment, in: db)
          } catch let error as CloudError {
            unreadable(alarm.settings.name, error)
          }
        }
      }
    } catch {
      logger.error(
        "alarms were not evaluated",
        metadata: ["alarm": "\(name ?? "all")", "error": "\(error)"]
      )
    }
  }

  /// Says that an alarm cannot be read or evaluated.
  func unreadable(_ name: String, _ error: any Error) {
    logger.error("an alarm cannot be read", metadata: ["alarm": "\(name)", "error": "\(error)"])
  }

  private func evaluate(_ alarm: StoredAlarm, at moment: Instant, in db: Database) throws {
    // Composite alarms are evaluated when one of their children changes.
    guard let condition = alarm.settings.metric else { return }
    let window = try AlarmWindow(condition, at: moment, in: db)
    let state: String
    switch window.verdict(condition) {
    case .alarm: state = "ALARM"
    case .ok: state = "OK"
    case .insufficient: state = "INSUFFICIENT_DATA"
    case .retain: return
    }
    guard state != alarm.state else { return }
    let reason = window.reason(condition)
    try change(
      alarm,
      to: state,
      reason: reason.text(from: alarm.state, to: state),
      data: reason.data(at: moment),
      at: moment,
      in: db
    )
  }

  /// Stores a change of state with its history, with what the alarm's actions are told and with what
  /// it means for composite alarms: all of it is durable, or nothing.
  func change(
    _ alarm: StoredAlarm,
    to state: String,
    reason: String,
    data: JSON?,
    at now: Instant,
    in db: Database
  ) throws {
    let isNew = state != alarm.state
    var changed = alarm
    (changed.state, changed.reason, changed.reasonData) = (state, reason, data?.text() ?? "")
    (changed.updated, changed.transitioned) = (now, isNew ? now : alarm.transitioned)
    let left =
      isNew ? try suppressed(&changed, .stateChanged(from: alarm.state), at: now, in: db) : nil
    try AlarmStore.put(changed, in: db)
    try AlarmStore.note(
      AlarmHistoryItem(
        alarm: alarm.settings.name,
        alarmType: alarm.settings.type,
        type: "StateUpdate",
        time: now,
        summary: "Alarm updated from \(alarm.state) to \(state)",
        data: [
          "version": "1.0", "oldState": CloudWatchService.state(of: alarm),
          "newState": CloudWatchService.state(of: changed),
        ]
      ),
      in: db
    )
    if let left { try act(on: AlarmTransition(alarm: changed, oldState: left), in: db) }
    if isNew { try cascade(from: changed, at: now, in: db) }
  }

  /// An alarm's state as its history has it.
  private static func state(of alarm: StoredAlarm) -> JSON {
    var state: JSON = [
      "stateValue": .string(alarm.state), "stateReason": .string(alarm.reason),
    ]
    if let data = try? JSON(parsing: alarm.reasonData) { state["stateReasonData"] = data }
    if let name = alarm.suppression.name {
      state["actionsSuppressedBy"] = .string(name)
      state["actionsSuppressedReason"] = JSON(alarm.suppression.reason)
    }
    return state
  }

  /// Tells the topics that an alarm names for its new state.
  func act(on transition: AlarmTransition, in db: Database) throws {
    let (alarm, settings) = (transition.alarm, transition.alarm.settings)
    guard transition.oldState != alarm.state, settings.areActionsEnabled else { return }
    let notice = AlarmNotice(transition: transition, identity: identity)
    for arn in settings.actions(for: alarm.state) {
      var failure: String?
      do {
        guard arn.split(separator: ":").dropFirst(2).first == "sns" else {
          throw CloudError("Unsupported", "The local cloud takes actions of Amazon SNS only")
        }
        try topics.publish(
          topicARN: arn,
          subject: notice.subject,
          message: notice.message.text(),
          mail: notice.mail,
          in: db
        )
      } catch let error as CloudError {
        // A topic that is not there, or no topic; what the storage refuses undoes the change as a whole.
        failure = error.message
      }
      let verb =
        failure.map { "Failed to execute action \(arn). Received error: \"\($0)\"" }
        ?? "Successfully executed action \(arn)"
      try AlarmStore.note(
        AlarmHistoryItem(
          alarm: settings.name,
          alarmType: settings.type,
          type: "Action",
          time: alarm.updated,
          summary: verb,
          data: [
            "actionState": .string(failure == nil ? "Succeeded" : "Failed"),
            "stateUpdateTimestamp": JSON(Int(alarm.updated.milliseconds)),
            "notificationResource": .string(arn), "publishedMessage": notice.message,
            "error": JSON(failure),
          ]
        ),
        in: db
      )
    }
  }
}

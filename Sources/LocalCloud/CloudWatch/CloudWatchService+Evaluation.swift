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
  /// How many changes of state become one write, so that others get their turn in between.
  private static let changesAtOnce = 50

  /// Has the alarms evaluated every ten seconds.
  func scheduleEvaluation() {
    let due = timer.now + CloudWatchService.evaluationPause
    timer.schedule("cloudwatch.evaluation", at: due) { [weak self] in
      guard let self else { return }
      await evaluateAll(at: timer.now)
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
    try await alarms.refresh(unreadable: unreadable)
    let now = timer.now
    let earliest = now + -CloudWatchService.longestMissed
    let first = try await database.read { db in
      try AlarmStore.earliestUpdate(in: db).map { max($0, earliest) } ?? now
    }
    // The last moment of each minute: by then all its samples had come.
    var moment = Instant(milliseconds: (first.milliseconds / 60_000 + 1) * 60_000 - 1)
    while moment < now {
      await evaluateAll(at: moment)
      moment = moment + 60_000
    }
    await evaluateAll(at: now)
  }

  /// Evaluates one alarm as of a moment, with all samples that were taken in before.
  private func evaluate(_ name: String, at moment: Instant) async {
    await evaluate([name], at: moment)
    // The sample that this is for may have been on its way into the database until now.
    alarms.stir(name)
  }

  /// Evaluates those of the alarms that may get to another state as of a moment, which is also when
  /// what changes has changed.
  ///
  /// They are looked at in a reading, which holds up no write.
  private func evaluateAll(at moment: Instant) async {
    do {
      try await endSuppressions(until: moment)
      let due = alarms.due(at: moment)
      guard !due.isEmpty else { return }
      let (changing, resting) = try await database.read { [self] db in
        var found = (changing: [String](), resting: [(due: AlarmBook.Due, rest: AlarmRest)]())
        for alarm in due {
          do {
            switch try outlook(of: alarm, at: moment, in: db) {
            case .changes: found.changing.append(alarm.name)
            case .rests(let rest): found.resting.append((alarm, rest))
            case nil: break
            }
          } catch let error as CloudError {
            unreadable(alarm.name, error)
          }
        }
        return found
      }
      alarms.rest(resting)
      for start in stride(from: 0, to: changing.count, by: CloudWatchService.changesAtOnce) {
        await evaluate(
          Array(changing[start...].prefix(CloudWatchService.changesAtOnce)),
          at: moment
        )
      }
    } catch {
      unevaluated("all", error)
    }
  }

  /// What an evaluation would come to.
  private enum Outlook {
    case changes
    case rests(AlarmRest)
  }

  /// What an evaluation at a moment would come to; `nil` where the alarm is gone or changed later.
  private func outlook(
    of alarm: AlarmBook.Due,
    at moment: Instant,
    in db: Database
  ) throws -> Outlook? {
    guard let now = try AlarmStore.standing(of: alarm.name, in: db), moment >= now.updated else {
      return nil
    }
    let window = try AlarmWindow(alarm.condition, at: moment, in: db)
    if let state = window.verdict(alarm.condition).state, state != now.state { return .changes }
    return .rests(try AlarmWindow.rest(alarm.condition, at: moment, in: db))
  }

  /// Evaluates alarms as of a moment in one write.
  ///
  /// An alarm that cannot be evaluated is logged and holds up none of the others.
  private func evaluate(_ names: [String], at moment: Instant) async {
    do {
      try await database.write { [self] db in
        for name in names {
          do {
            guard let alarm = try AlarmStore.alarm(name, in: db), moment >= alarm.updated else {
              continue
            }
            try evaluate(alarm, at: moment, in: db)
          } catch let error as CloudError {
            unreadable(name, error)
          }
        }
      }
    } catch {
      unevaluated(names.joined(separator: ", "), error)
    }
  }

  private func unevaluated(_ alarm: String, _ error: any Error) {
    logger.error(
      "alarms were not evaluated",
      metadata: ["alarm": "\(alarm)", "error": "\(error)"]
    )
  }

  /// Says that an alarm cannot be read or evaluated.
  func unreadable(_ name: String, _ error: any Error) {
    logger.error("an alarm cannot be read", metadata: ["alarm": "\(name)", "error": "\(error)"])
  }

  private func evaluate(_ alarm: StoredAlarm, at moment: Instant, in db: Database) throws {
    // Composite alarms are evaluated when one of their children changes.
    guard let condition = alarm.settings.metric else { return }
    let window = try AlarmWindow(condition, at: moment, in: db)
    guard let state = window.verdict(condition).state, state != alarm.state else { return }
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

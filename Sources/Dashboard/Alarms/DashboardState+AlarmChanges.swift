internal import AWSWire
internal import CustomerDomain

/// Muting an alarm and setting its state: each is asked about first.
extension DashboardState {
  /// The alarm that keys act on: the opened one, else the selected one.
  var actedAlarm: Alarm? {
    if case .alarm(let open) = layers.last { return alarms.row(open.name)?.alarm }
    return focus == .alarms ? alarms.selectedRow?.alarm : nil
  }

  /// Why the alarm cannot be changed.
  var alarmChangeRefusal: String? {
    if let readOnlyReason { return readOnlyReason }
    return actedAlarm == nil ? noAlarm : nil
  }

  /// Why no alarm is selected.
  var noAlarm: String {
    alarms.freshness.lastSuccess == nil ? "the alarms are not known" : "there is no alarm"
  }

  /// Asks whether the alarm should be muted, or may notify again.
  mutating func askToMute() {
    guard let alarm = actedAlarm else { return }
    let change: AlarmChange =
      alarm.actionsEnabled ? .mute(name: alarm.name) : .unmute(name: alarm.name)
    layers.append(.confirm(Confirmation(action: .changeAlarm(change))))
  }

  /// Asks which state the alarm should be put into.
  mutating func askToSetState() {
    guard let alarm = actedAlarm else { return }
    // A test is of what happens when it turns red, or when that is over.
    let state: Alarm.State = alarm.state == .alarm ? .ok : .alarm
    let action = Confirmation.Action.changeAlarm(.set(name: alarm.name, state))
    layers.append(.confirm(Confirmation(action: action)))
  }

  /// Chooses the next of what the question offers.
  mutating func nextChoice() {
    guard case .confirm(var question) = layers.last,
      case .changeAlarm(.set(let name, let state)) = question.action
    else { return }
    let states = Alarm.State.allCases
    let index = (states.firstIndex(of: state) ?? 0) + 1
    question.action = .changeAlarm(.set(name: name, states[index % states.count]))
    layers[layers.count - 1] = .confirm(question)
  }

  /// Says what came of a change, and looks how the alarms stand.
  mutating func takeAlarmChange(
    _ change: AlarmChange,
    _ failure: ServiceFailure?,
    at instant: Instant
  ) -> [Effect] {
    advance(to: instant)
    message = Message(text: failure?.description ?? change.done, isError: failure != nil)
    guard failure == nil || failure?.isOutcomeOpen == true else { return [] }
    guard openAlarmName == change.name else { return [.refresh(.alarms)] }
    return [.refresh(.alarms), .describeAlarm(name: change.name)]
  }
}

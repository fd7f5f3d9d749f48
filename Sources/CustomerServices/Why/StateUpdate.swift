internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// A change of an alarm's state, as its history has it.
struct StateUpdate: Hashable, Sendable {
  /// When it changed.
  let at: Instant
  /// The new state.
  let state: Alarm.State
  /// The datapoints it came of; `nil` where none are told.
  let data: JSON?

  /// Reads an entry as DescribeAlarmHistory gives it; `nil` for one that is no change of state.
  init?(wire: JSON) {
    guard wire["HistoryItemType"]?.string == "StateUpdate", let at = wire["Timestamp"]?.instant,
      let new = wire["HistoryData"]?.string.map(JSON.parsed)?["newState"],
      let state = new["stateValue"]?.string.flatMap(Alarm.State.init(rawValue:))
    else { return nil }
    self.at = at
    self.state = state
    data = new["stateReasonData"].map { data in data.string.map(JSON.parsed) ?? data }
  }
}

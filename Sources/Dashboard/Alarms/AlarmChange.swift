package import CustomerDomain

/// A change of an alarm that a person asks for.
package enum AlarmChange: Hashable, Sendable, Codable {
  /// Its actions are disabled: it notifies nobody.
  case mute(name: String)
  /// Its actions are enabled.
  case unmute(name: String)
  /// It is put into a state, for a test.
  case set(name: String, Alarm.State)

  /// The alarm's name.
  package var name: String {
    switch self {
    case .mute(let name), .unmute(let name), .set(let name, _): name
    }
  }

  /// What was done, in words.
  var done: String {
    switch self {
    case .mute(let name): "muted \(name): it notifies nobody"
    case .unmute(let name): "unmuted \(name)"
    case .set(let name, let state):
      "set \(name) to \(state.rawValue), until it is evaluated next"
    }
  }
}

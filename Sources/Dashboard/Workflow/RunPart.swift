/// A part of a run that can be opened.
package enum RunPart: Hashable, Sendable, Codable {
  /// A state, by the number of the event that entered it.
  case state(Int)
  /// An event of the history, by its number.
  case event(Int)

  /// The part's name on its page.
  var name: String {
    switch self {
    case .state(let number): "state \(number)"
    case .event(let number): "event \(number)"
    }
  }

  /// The part with a name.
  init?(name: String) {
    let words = name.split(separator: " ")
    guard words.count == 2, let number = Int(words[1]) else { return nil }
    switch words[0] {
    case "state": self = .state(number)
    case "event": self = .event(number)
    default: return nil
    }
  }
}

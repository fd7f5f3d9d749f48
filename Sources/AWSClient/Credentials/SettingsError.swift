/// What is wrong with configuration that came from outside, where, and what to do.
package struct SettingsError: Error, Hashable, Sendable {
  /// What is wrong.
  package var reason: String
  /// The file it is in.
  package var file: String?
  /// The line it is on, from 1.
  package var line: Int?
  /// What to do about it; empty where that is plain.
  package var advice: String

  /// Makes an error.
  package init(_ reason: String, file: String? = nil, line: Int? = nil, advice: String = "") {
    self.reason = reason
    self.file = file
    self.line = line
    self.advice = advice
  }
}

extension SettingsError: CustomStringConvertible {
  /// Where, what, and what to do, in one line.
  package var description: String {
    let place = [file, line.map { String($0) }].compactMap { $0 }.joined(separator: ":")
    return (place.isEmpty ? "" : "\(place): ") + reason + (advice.isEmpty ? "" : "; \(advice)")
  }
}

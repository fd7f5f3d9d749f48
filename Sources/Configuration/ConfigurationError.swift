/// What is wrong with the configuration, and where.
package struct ConfigurationError: Error, Hashable, Sendable {
  /// The file, or the flag or environment variable, that is at fault.
  package var source: String
  /// The line, from 1, where it is a file.
  package var line: Int?
  /// What is wrong, in one sentence without a full stop.
  package var reason: String
  /// What to do, in one sentence without a full stop; empty where the reason says it.
  package var advice: String

  /// Makes an error.
  package init(source: String, line: Int? = nil, reason: String, advice: String = "") {
    self.source = source
    self.line = line
    self.reason = reason
    self.advice = advice
  }
}

extension ConfigurationError: CustomStringConvertible {
  /// Where, what and what to do, in one line.
  package var description: String {
    let place = line.map { "\(source):\($0)" } ?? source
    return advice.isEmpty ? "\(place): \(reason)" : "\(place): \(reason); \(advice)"
  }
}

package import AWSWire
internal import JSONValue

/// The record of every changing action: when, who, where, what, and what came of it.
///
/// Written below the key handler and below the commands, so that nothing that changes the backend
/// can go unrecorded. Secrets never reach it: it is told names and outcomes only.
package struct Journal: Sendable {
  private let file: RotatingFile
  private let who: String
  private let context: String
  private let clock: any WallClock

  /// Opens a journal.
  ///
  /// - Parameters:
  ///   - path: the file, one JSON object a line; rotated at 5 MB.
  ///   - who: the user's name on this machine.
  ///   - context: the context's name.
  ///   - clock: where the time comes from.
  package init(path: String, who: String, context: String, clock: any WallClock) {
    file = RotatingFile(path: path, limit: 5_000_000)
    self.who = who
    self.context = context
    self.clock = clock
  }

  /// Records one action.
  ///
  /// - Parameters:
  ///   - action: what was done, such as `delete`.
  ///   - resource: the id or name it was done to.
  ///   - outcome: what came of it, such as `deleted` or `unknown`.
  package func record(_ action: String, _ resource: String, outcome: String) {
    let entry: JSON = [
      "time": .string(clock.now.iso8601), "who": .string(who), "context": .string(context),
      "action": .string(action), "resource": .string(resource), "outcome": .string(outcome),
    ]
    _ = file.append(entry.bytes())
  }
}

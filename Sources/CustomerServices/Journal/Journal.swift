package import AWSWire
internal import JSONValue
internal import Synchronization

/// The record of every changing action: when, who, where, what, and what came of it.
///
/// Written below the key handler and below the commands, so that nothing that changes the backend
/// can go unrecorded. Secrets never reach it: it is told names and outcomes only.
package struct Journal: Sendable {
  /// An action that was begun and whose outcome is not recorded yet.
  package struct Entry: Hashable, Sendable {
    fileprivate let number: Int
  }

  /// Whether somebody was told of trouble with the file.
  private final class Told: Sendable {
    let flag = Atomic(false)
  }

  private let file: RotatingFile
  private let who: String
  private let context: String
  private let clock: any WallClock
  private let open: OpenActions
  private let told: Told
  private var complain: @Sendable (String) -> Void

  /// Opens a journal.
  ///
  /// - Parameters:
  ///   - path: the file, one JSON object a line; rotated at 5 MB.
  ///   - who: the user's name on this machine.
  ///   - context: the context's name.
  ///   - clock: where the time comes from.
  ///   - complain: told once where the file cannot be written.
  package init(
    path: String,
    who: String,
    context: String,
    clock: any WallClock,
    complain: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    file = RotatingFile(path: path, limit: 5_000_000)
    self.who = who
    self.context = context
    self.clock = clock
    self.complain = complain
    open = OpenActions()
    told = Told()
  }

  /// The same journal, whose trouble is told to somebody else.
  package func complaining(_ complain: @escaping @Sendable (String) -> Void) -> Journal {
    var copy = self
    copy.complain = complain
    return copy
  }

  /// Takes note of an action before it is sent; what becomes of it is recorded by `end`, or by
  /// `interrupt` where the program ends first.
  ///
  /// - Parameters:
  ///   - action: what is done, such as `delete`.
  ///   - resource: the id or name it is done to.
  /// - Returns: what `end` is told of it by.
  package func begin(_ action: String, _ resource: String) -> Entry {
    Entry(number: open.add(action, resource))
  }

  /// Records what came of an action, such as `deleted` or `unknown`; once.
  package func end(_ entry: Entry, outcome: String) {
    open.remove(entry.number, isUnknown: outcome.hasPrefix("unknown")) { action, resource in
      record(action, resource, outcome: outcome)
    }
  }

  /// Stops what is under way because the program ends, and records it as `unknown` where it does not
  /// record by itself what became of it.
  ///
  /// - Parameters:
  ///   - patience: how long to wait for that.
  ///   - stop: cancels what is under way, and lets nothing more be sent.
  /// - Returns: the actions, such as `insert x`, of which it is not known whether they were done.
  package func interrupt(patience: Duration, stop: () -> Void) -> [String] {
    open.interrupt(patience: patience, stop: stop) { action, resource in
      record(action, resource, outcome: "unknown: interrupted")
    }
  }

  private func record(_ action: String, _ resource: String, outcome: String) {
    let entry: JSON = [
      "time": .string(clock.now.iso8601), "who": .string(who), "context": .string(context),
      "action": .string(action), "resource": .string(resource), "outcome": .string(outcome),
    ]
    if let trouble = file.append(entry.bytes()), !told.flag.exchange(true, ordering: .relaxed) {
      // What matters first: the line that it is shown in may be short.
      complain("actions go unrecorded: \(trouble); cannot write the journal \(file.path)")
    }
  }
}

internal import GRDB

/// One closure on its way into the database, with who waits for it.
struct WriteJob: Sendable {
  /// What is done once the fate of the closure's group is known: `nil` where it is durable.
  typealias Settle = @Sendable ((any Error)?) -> Void

  /// Runs the closure inside its savepoint and returns what settles it.
  let run: @Sendable (Database) throws -> Settle
  /// Tells the waiter that the closure was never run, or was undone.
  let fail: Settle
  /// Whether nobody waits, so that the job is kept and tried again where the disk was full.
  let isPosted: Bool
  /// About how much memory the closure holds, in bytes; counted only where it is posted.
  var bytes = 0
}

package import GRDB

/// The cloud's durable memory: one SQLite database with a single, ordered, group-committing writer.
///
/// Writes are taken in the order they are handed in. All that are waiting go into one transaction,
/// each in its own savepoint, so that a failed one undoes only itself; `write` returns when its
/// transaction is on disk (WAL, `synchronous=FULL`).
package protocol CloudDatabase: Sendable {
  /// Runs `body` in the next group and returns its result once the group is durable.
  ///
  /// - Throws: what `body` throws; `CloudError` where the disk is full or the database is damaged.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value

  /// Hands in `body` for the next group without waiting; a failure is logged.
  ///
  /// `bytes` is about how much memory `body` holds, which bounds how many are kept while the disk is
  /// full.
  func post(bytes: Int, _ body: @escaping @Sendable (Database) throws -> Void)

  /// Reads a consistent snapshot of all that is durable.
  ///
  /// - Throws: what `body` throws.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value

  /// Reads a row or a few by their key, at once and on the calling thread; sees all that is durable.
  ///
  /// For single short `SELECT`s only: several need not agree with each other, and what scans would
  /// hold up everything else on the thread. It must not be called from inside another operation.
  ///
  /// - Throws: what `body` throws; `CloudError` where the storage fails.
  func lookUp<Value>(_ body: (Database) throws -> Value) throws -> Value

  /// Why what is written is not durable at present, such as a full disk; `nil` where it is.
  var trouble: CloudError? { get }
}

extension CloudDatabase {
  /// Hands in a `body` that holds no more than a row or two.
  package func post(_ body: @escaping @Sendable (Database) throws -> Void) {
    post(bytes: 1024, body)
  }
}

/// One step of the database's schema: named, ordered, and never edited once released.
package struct CloudMigration: Sendable {
  /// The name, such as `logs-1`, unique in the database.
  package let name: String
  /// The statements.
  package let apply: @Sendable (Database) throws -> Void

  /// Makes a step.
  package init(_ name: String, _ apply: @escaping @Sendable (Database) throws -> Void) {
    self.name = name
    self.apply = apply
  }
}

package import GRDB
package import Logging

/// The cloud's database in a SQLite file: many readers, and one writer that commits in groups.
///
/// This folder knows SQLite, its files and their failures. It knows no table of any service and no
/// protocol of the wire.
package final class SQLiteCloudDatabase: CloudDatabase {
  /// The database's file.
  package let path: String

  private let pool: DatabasePool
  private let lookUps: LookUpConnections
  private let writer: WriteQueue
  private let committer: GroupCommit
  private let logger: Logger

  /// Opens or makes the database at `path` and brings it to the newest schema.
  ///
  /// - Parameters:
  ///   - path: the file; its folder must be there.
  ///   - migrations: all steps of the schema in their order.
  ///   - logger: where failures of posted writes go.
  /// - Throws: `CloudStoreError`; the file is then as it was.
  package init(path: String, migrations: [CloudMigration], logger: Logger) throws {
    self.path = path
    self.logger = logger
    let opening = DatabaseOpening(path: path, migrations: migrations)
    pool = try opening.open()
    lookUps = LookUpConnections { try opening.openForLookUps() }
    let committer = GroupCommit(pool: pool, path: path, logger: logger)
    self.committer = committer
    writer = WriteQueue { committer.commit($0) }
  }

  /// Runs `body` in the next group and returns its result once the group is durable.
  ///
  /// - Throws: what `body` throws; `CloudError` where the storage fails or the database is closed.
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let job = WriteJob(
        run: { db in
          let value = try body(db)
          return { error in
            if let error {
              continuation.resume(throwing: error)
            } else {
              continuation.resume(returning: value)
            }
          }
        },
        fail: { error in continuation.resume(throwing: error ?? SQLiteCloudDatabase.closed) },
        isPosted: false
      )
      if !writer.add(job) { job.fail(SQLiteCloudDatabase.closed) }
    }
  }

  /// Hands in `body` for the next group without waiting; a failure is logged, and so is what comes
  /// after the end.
  package func post(bytes: Int, _ body: @escaping @Sendable (Database) throws -> Void) {
    let isTaken = writer.add(
      WriteJob(
        run: { db in
          try body(db)
          return { _ in }
        },
        fail: { _ in },
        isPosted: true,
        bytes: bytes
      )
    )
    if !isTaken { logger.error("a posted write came after the end and is lost") }
  }

  /// Reads a consistent snapshot of all that is durable.
  ///
  /// - Throws: what `body` throws; `CloudError` where the storage fails.
  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await pool.read(body)
    } catch {
      throw StorageFault(error, path: path)?.answer ?? error
    }
  }

  /// Reads a row or a few by their key, at once and on the calling thread; sees all that is durable.
  ///
  /// - Throws: what `body` throws; `CloudError` where the storage fails.
  package func lookUp<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try lookUps.use(body)
    } catch {
      throw StorageFault(error, path: path)?.answer ?? error
    }
  }

  /// Why what is written is not durable at present, such as a full disk; `nil` where it is.
  package var trouble: CloudError? { committer.trouble }

  /// Waits for all that was handed in, folds the log into the file and closes it.
  package func close() async {
    await writer.close()
    committer.finish()
    lookUps.close()
    try? await pool.writeWithoutTransaction { db in
      _ = try db.checkpoint(.truncate)
    }
    try? pool.close()
  }

  /// What writes are answered after the end.
  static let closed = CloudError(
    "ServiceUnavailable",
    "The local cloud is closing.",
    status: 503
  )
}

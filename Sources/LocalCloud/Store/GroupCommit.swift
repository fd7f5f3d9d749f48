internal import GRDB
internal import Logging
internal import Synchronization

/// Runs a group of jobs in one transaction, each in its own savepoint, and settles them.
///
/// Jobs are settled after the commit. It is called on one queue only.
final class GroupCommit: Sendable {
  /// The most posted jobs that are kept for later while the disk is full.
  static let mostKept = 20_000

  private let pool: DatabasePool
  private let path: String
  private let logger: Logger
  private let kept = Mutex<[WriteJob]>([])

  /// Makes a committer for the database at `path`.
  init(pool: DatabasePool, path: String, logger: Logger) {
    self.pool = pool
    self.path = path
    self.logger = logger
  }

  /// Makes a group durable and settles each of its jobs.
  ///
  /// What was kept while the disk was full goes first, so that no older write comes after a newer one;
  /// as long as that does not work, the group shares its fate.
  func commit(_ group: [WriteJob]) {
    guard let fault = commitKept() else {
      _ = attempt(group)
      return
    }
    giveUp(group, fault)
  }

  /// Tries once more what was kept; for the end.
  func finish() { _ = commitKept() }

  /// Makes durable what was kept; what kept it from being so where the disk is still full.
  private func commitKept() -> (any Error)? {
    let again = kept.withLock { kept in
      defer { kept = [] }
      return kept
    }
    guard !again.isEmpty, let error = attempt(again) else { return nil }
    return StorageFault(error, path: path)?.isFull == true ? error : nil
  }

  /// Runs jobs in one transaction; what undid it.
  private func attempt(_ jobs: [WriteJob]) -> (any Error)? {
    var settled: [WriteJob.Settle] = []
    settled.reserveCapacity(jobs.count)
    do {
      try pool.writeWithoutTransaction { db in
        try db.beginTransaction(.immediate)
        do {
          for job in jobs { settled.append(try outcome(of: job, in: db)) }
          try db.commit()
        } catch {
          if db.isInsideTransaction { try? db.rollback() }
          throw error
        }
      }
    } catch {
      giveUp(jobs, error)
      return error
    }
    for settle in settled { settle(nil) }
    return nil
  }

  /// Runs one job; what it throws settles it alone unless the whole transaction is gone.
  private func outcome(of job: WriteJob, in db: Database) throws -> WriteJob.Settle {
    try db.cachedStatement(sql: "SAVEPOINT job").execute()
    do {
      let settle = try job.run(db)
      try db.cachedStatement(sql: "RELEASE job").execute()
      return settle
    } catch {
      // SQLite undoes the whole transaction by itself where the disk is full or fails.
      guard db.isInsideTransaction, StorageFault(error, path: path)?.isFull != true else {
        throw error
      }
      try db.execute(sql: "ROLLBACK TO job; RELEASE job")
      let cause = StorageFault(error, path: path)?.answer ?? error
      return { [logger] commitFailure in
        if job.isPosted { logger.error("a posted write failed", metadata: ["error": "\(cause)"]) }
        job.fail(commitFailure ?? cause)
      }
    }
  }

  private func giveUp(_ jobs: [WriteJob], _ error: any Error) {
    let fault = StorageFault(error, path: path)
    let cause = fault?.answer ?? error
    logger.error(
      "a group of writes was undone",
      metadata: ["error": "\(error)", "jobs": "\(jobs.count)"]
    )
    let posted = jobs.filter(\.isPosted)
    let dropped =
      fault?.isFull == true
      ? kept.withLock { kept in
        kept += posted
        let excess = max(0, kept.count - GroupCommit.mostKept)
        kept.removeFirst(excess)
        return excess
      } : posted.count
    if dropped > 0 {
      logger.error(
        "posted writes are lost, the oldest first",
        metadata: ["error": "\(cause)", "jobs": "\(dropped)"]
      )
    }
    for job in jobs where !job.isPosted { job.fail(cause) }
  }
}

internal import GRDB
internal import Logging
internal import Synchronization

/// Runs a group of jobs in one transaction, each in its own savepoint, and settles them.
///
/// Jobs are settled after the commit. It is called on one queue only.
final class GroupCommit: Sendable {
  /// The most bytes of posted jobs that are kept for later while the disk is full.
  static let mostKept = 64 << 20
  /// The most jobs that are kept, however small they are.
  private static let mostJobs = 20_000

  /// What waits for room, the oldest first.
  private struct Kept {
    var jobs: [WriteJob] = []
    var bytes = 0
  }

  private let pool: DatabasePool
  private let path: String
  private let logger: Logger
  private let kept = Mutex(Kept())
  private let standing = Mutex<CloudError?>(nil)

  /// Makes a committer for the database at `path`.
  init(pool: DatabasePool, path: String, logger: Logger) {
    self.pool = pool
    self.path = path
    self.logger = logger
  }

  /// Why the last group was undone; `nil` where it is durable.
  var trouble: CloudError? { standing.withLock(\.self) }

  /// Makes a group durable and settles each of its jobs.
  ///
  /// What was kept while the disk was full goes first, so that no older write comes after a newer one;
  /// as long as that does not work, the group shares its fate.
  func commit(_ group: [WriteJob]) {
    let fault = commitKept() ?? attempt(group)
    standing.withLock { $0 = fault.flatMap { StorageFault($0, path: path)?.answer } }
    if let fault { giveUp(group, fault) }
  }

  /// Tries once more what was kept; for the end.
  func finish() { _ = commitKept() }

  /// Makes durable what was kept; what kept it from being so where the disk is still full.
  ///
  /// It begins with one job, so that a disk that is still full costs no more than that, and goes on
  /// with ever more at a time.
  private func commitKept() -> (any Error)? {
    var size = 1
    while true {
      let again = kept.withLock { Array($0.jobs.prefix(size)) }
      guard !again.isEmpty else { return nil }
      let error = attempt(again)
      if let error, StorageFault(error, path: path)?.isFull == true { return error }
      drop(again.count)
      // It will never work, and what comes after it may.
      if let error { lose(again.count, error) }
      size = min(size * 2, WriteQueue.largestGroup)
    }
  }

  /// Runs jobs in one transaction and settles them; what undid it, with none of them settled.
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

  /// Fails the jobs that somebody waits for, and keeps the others where the disk is only full.
  private func giveUp(_ jobs: [WriteJob], _ error: any Error) {
    let fault = StorageFault(error, path: path)
    let cause = fault?.answer ?? error
    logger.error(
      "a group of writes was undone",
      metadata: ["error": "\(error)", "jobs": "\(jobs.count)"]
    )
    let posted = jobs.filter(\.isPosted)
    let lost = fault?.isFull == true ? keep(posted) : posted.count
    if lost > 0 { lose(lost, cause) }
    for job in jobs where !job.isPosted { job.fail(cause) }
  }

  /// Puts jobs behind what is kept already; how many of the oldest had to go for them.
  private func keep(_ jobs: [WriteJob]) -> Int {
    kept.withLock { kept in
      kept.jobs += jobs
      kept.bytes += jobs.reduce(0) { $0 + $1.bytes }
      var excess = max(0, kept.jobs.count - GroupCommit.mostJobs)
      var left = kept.bytes - kept.jobs.prefix(excess).reduce(0) { $0 + $1.bytes }
      while left > GroupCommit.mostKept, excess < kept.jobs.count {
        left -= kept.jobs[excess].bytes
        excess += 1
      }
      kept.jobs.removeFirst(excess)
      kept.bytes = left
      return excess
    }
  }

  private func drop(_ count: Int) {
    kept.withLock { kept in
      kept.bytes -= kept.jobs.prefix(count).reduce(0) { $0 + $1.bytes }
      kept.jobs.removeFirst(count)
    }
  }

  private func lose(_ count: Int, _ cause: any Error) {
    logger.error(
      "posted writes are lost, the oldest first",
      metadata: ["error": "\(cause)", "jobs": "\(count)"]
    )
  }
}

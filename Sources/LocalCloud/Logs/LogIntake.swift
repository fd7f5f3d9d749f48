internal import Synchronization

/// Lines of one stream on their way into the database.
struct LogBatch: Sendable {
  /// The log group's name.
  let group: String
  /// The log stream's name in its group.
  let stream: String
  /// The lines in the order in which they are numbered.
  let lines: [LogLine]
  /// Milliseconds since the epoch.
  let ingested: Int64
  /// Whether a missing group or stream is made.
  let makesMissing: Bool
}

/// Gathers what functions and workflows write, so that many small appends become one write.
final class LogIntake: Sendable {
  /// About how much memory the lines of one write take, in bytes.
  private static let batchBytes = 65_536

  private let database: any CloudDatabase
  private let appender: LogAppender
  private let waiting = Mutex<[LogBatch]>([])

  /// Makes an intake that posts to `database`.
  init(database: any CloudDatabase, appender: LogAppender) {
    (self.database, self.appender) = (database, appender)
  }

  /// Takes a batch in; the first one since the last write hands in the next.
  ///
  /// A write that the caller hands in afterwards comes after it.
  func add(_ batch: LogBatch) {
    waiting.withLock { waiting in
      waiting.append(batch)
      // Handed in before anybody else finds that something waits already and goes on.
      if waiting.count == 1 { post() }
    }
  }

  private func post() {
    // A write that is undone is run again, and must then find what it took the first time.
    let taken = Taken()
    database.post(bytes: LogIntake.batchBytes) { [self] db in
      let batches = taken.batches {
        waiting.withLock { batches in
          defer { batches = [] }
          return batches
        }
      }
      try appender.append(batches, in: db)
    }
  }

  private final class Taken: Sendable {
    private let kept = Mutex<[LogBatch]?>(nil)

    func batches(_ take: () -> [LogBatch]) -> [LogBatch] {
      kept.withLock { kept in
        if let kept { return kept }
        let batches = take()
        kept = batches
        return batches
      }
    }
  }
}

internal import AWSWire
internal import GRDB
internal import Logging

/// Keeps the data folder below its size: where the database has outgrown it, the services remove the
/// oldest of what they keep only to be looked back at, and a log line says so.
final class FolderKeeper: Sendable {
  /// How often the size is looked at, in milliseconds.
  private static let pause: Int64 = 30_000
  /// What the folder is brought down to, in percent of its size.
  private static let target: Int64 = 90
  /// The log group in which it is said, beside the program's own log.
  static let logGroup = "/rollcall/local-cloud"

  private let database: any CloudDatabase
  private let services: @Sendable () -> [any CloudService]
  private let timer: any CloudTimer
  private let logs: any LogSink
  private let logger: Logger
  private let largestBytes: Int64

  /// Makes a keeper of at most `largestBytes`.
  init(
    database: any CloudDatabase,
    services: @escaping @Sendable () -> [any CloudService],
    timer: any CloudTimer,
    logs: any LogSink,
    logger: Logger,
    largestBytes: Int64
  ) {
    (self.database, self.services, self.timer) = (database, services, timer)
    (self.logs, self.logger, self.largestBytes) = (logs, logger, largestBytes)
  }

  /// Looks at the size now and then from now on.
  func start() {
    timer.schedule("host.size", at: timer.now + FolderKeeper.pause) { [weak self] in
      await self?.keep()
      self?.start()
    }
  }

  /// Trims where the database has outgrown its size.
  func keep() async {
    do {
      let before = try await bytes()
      guard before > largestBytes else { return }
      let goal = largestBytes * FolderKeeper.target / 100
      var (now, removed) = (before, 0)
      while now > goal {
        var count = 0
        for service in services() { count += try await service.shed() }
        guard count > 0 else { break }
        removed += count
        now = try await bytes()
      }
      say(before, now, removed)
    } catch {
      logger.error("the data folder was not trimmed", metadata: ["error": "\(error)"])
    }
  }

  private func say(_ before: Int64, _ now: Int64, _ removed: Int) {
    let rest = now > largestBytes ? "; what is left is not trimmed: items, metrics, settings" : ""
    let message =
      "The data folder had \(before) bytes, more than \(largestBytes): removed \(removed) of the "
      + "oldest log events and ended executions, \(now) bytes are left\(rest)"
    logger.warning("\(message)")
    guard removed > 0 else { return }
    logs.append(
      [LogLine(timestamp: timer.now, message: message)],
      group: FolderKeeper.logGroup,
      stream: "trimming"
    )
  }

  /// The bytes of the pages that hold something; those that were freed are used again.
  private func bytes() async throws -> Int64 {
    try await database.read { db in
      let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      let free = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
      return (pages - free) * size
    }
  }
}

internal import AWSWire
internal import GRDB

extension LogsService {
  /// How many events one write removes, so that it never holds others up for long.
  private static let trimmedAtOnce = 5000
  private static let dayLength: Int64 = 86_400_000

  /// Has old events removed after `delay` milliseconds, and every ten minutes from then on.
  func scheduleTrimming(after delay: Int64) {
    timer.schedule("logs.trimming", at: timer.now + delay) { [weak self] in
      guard let self else { return }
      let isDone = await trimOnce()
      scheduleTrimming(after: isDone ? 600_000 : 100)
    }
  }

  /// Removes the oldest events of the group that has the oldest.
  package func shed() async throws -> Int {
    try await database.write { db in
      let groups = try Int64.fetchAll(db, sql: "SELECT id FROM log_group")
      let oldest = try groups.compactMap { group -> (group: Int64, time: Int64)? in
        try LogStore.oldestEvent(of: group, in: db).map { (group, $0) }
      }.min { $0.time < $1.time }
      guard let oldest else { return 0 }
      return try LogStore.trim(
        group: oldest.group,
        before: Int64.max,
        limit: LogsService.trimmedAtOnce,
        in: db
      )
    }
  }

  /// Removes some events that are past their group's retention; `true` where none are left.
  private func trimOnce() async -> Bool {
    let now = timer.now.milliseconds
    let removed = try? await database.write { db -> Int in
      let groups = try Row.fetchAll(
        db,
        sql: "SELECT * FROM log_group WHERE retention_days IS NOT NULL"
      ).map(StoredGroup.init)
      return try groups.reduce(0) { sum, group in
        guard let days = group.retentionDays, sum < LogsService.trimmedAtOnce else { return sum }
        let oldest = now - Int64(days) * LogsService.dayLength
        return try sum
          + LogStore.trim(
            group: group.id,
            before: oldest,
            limit: LogsService.trimmedAtOnce - sum,
            in: db
          )
      }
    }
    return (removed ?? 0) < LogsService.trimmedAtOnce
  }
}

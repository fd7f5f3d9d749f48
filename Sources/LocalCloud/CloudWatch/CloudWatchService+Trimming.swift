internal import AWSWire
internal import Logging

extension CloudWatchService {
  /// How long alarms' histories are kept, in milliseconds: 30 days.
  private static let historyKept: Int64 = 30 * 86_400_000
  private static let pause: Int64 = 3_600_000
  /// How many points are taken together in one write.
  private static let batch = 5000

  /// Has points taken together as they come of age, and what is too old removed, every hour.
  ///
  /// - Parameter last: up to when that was done; all of the past where it is not known.
  func scheduleTrimming(since last: Instant = Instant(milliseconds: 0)) {
    timer.schedule("cloudwatch.trimming", at: timer.now + CloudWatchService.pause) { [weak self] in
      guard let self else { return }
      let now = timer.now
      let forgotten = now.milliseconds - CloudWatchService.historyKept
      do {
        try await database.write { db in
          try AlarmStore.forget(before: forgotten, limit: 10_000, in: db)
        }
        var isLeft = true
        while isLeft {
          isLeft = try await database.write { db in
            try MetricStore.age(
              since: last.milliseconds / 1000,
              now: now.milliseconds / 1000,
              limit: CloudWatchService.batch,
              in: db
            )
          }
        }
        scheduleTrimming(since: now)
      } catch {
        logger.error("old metrics were not trimmed", metadata: ["error": "\(error)"])
        scheduleTrimming(since: last)
      }
    }
  }
}

internal import AWSWire

/// When a delivery that failed is tried again: soon at first, then ever more rarely, for a day.
enum RetrySchedule {
  private static let pauses: [Int64] = [
    2000, 10_000, 30_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000,
  ]
  private static let patience: Int64 = 86_400_000

  /// The next try of what was published at `start` and tried `attempts` times, the last one included;
  /// `nil` where it is given up.
  static func next(after attempts: Int, publishedAt start: Instant, now: Instant) -> Instant? {
    let next = now + pauses[min(max(1, attempts), pauses.count) - 1]
    return next - start <= patience ? next : nil
  }
}

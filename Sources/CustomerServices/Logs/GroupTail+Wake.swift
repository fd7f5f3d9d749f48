internal import AWSWire

extension GroupTail {
  /// The readings of one group by itself, each a little later than the one before, until one finds
  /// nothing and the next would be a long time off.
  struct Wake: Sendable {
    /// When the next one is due.
    var dueAt: Instant
    /// How long after the last one that is, in milliseconds.
    var pace: Int64

    /// What follows a reading.
    ///
    /// - Parameters:
    ///   - last: what the reading followed, or what came while it was under way.
    ///   - scan: the reading.
    ///   - options: how the tail reads.
    /// - Returns: the next reading; `nil` where the rounds of all groups are enough.
    static func following(_ last: Wake?, _ scan: Scan, _ options: LogTail.Options) -> Wake? {
      // What was told while it was under way may have come behind it.
      if let last, last.dueAt > scan.startedAt { return last }
      guard scan.found == 0 else {
        return Wake(dueAt: scan.startedAt + options.fastestPace, pace: options.fastestPace)
      }
      guard let last, last.pace * 2 <= options.slowestPace else { return nil }
      return Wake(dueAt: scan.startedAt + last.pace * 2, pace: last.pace * 2)
    }
  }
}

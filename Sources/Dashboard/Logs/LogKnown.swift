package import AWSWire

/// Of what time all log lines were read, whether they pass the filter or not, up to where the tail is.
package struct LogKnown: Hashable, Sendable, Codable {
  /// A stretch of time of which lines are missing and can be read.
  package struct Unread: Hashable, Sendable, Codable {
    /// The number of the gap's row.
    package var number: Int
    /// Where it begins; up to there all was read.
    package var from: Instant
    /// Where it ends.
    package var to: Instant

    /// Makes a stretch.
    package init(number: Int, from: Instant, to: Instant) {
      (self.number, self.from, self.to) = (number, from, to)
    }
  }

  /// The oldest moment that was read.
  package var oldest: Instant
  /// What is missing since then, oldest first.
  package var unread: [Unread]

  /// Makes what is known.
  package init(oldest: Instant, unread: [Unread] = []) {
    (self.oldest, self.unread) = (oldest, unread)
  }

  /// Whether all lines of a moment were read.
  package func isRead(_ moment: Instant) -> Bool {
    moment >= oldest && !unread.contains { $0.from < moment && moment <= $0.to }
  }
}

/// Which lines that were not read are to be.
package enum LogReading: Hashable, Sendable {
  /// Those before a moment, the oldest that was read.
  case before(Instant)
  /// Those of a gap: on from its beginning, or back from its end.
  case gap(LogKnown.Unread, isForward: Bool)
  /// Those from a moment on, of which none was read.
  case around(Instant)
}

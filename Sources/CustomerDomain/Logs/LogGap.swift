package import AWSWire

/// A stretch of time in which events are missing that can be read.
package struct LogGap: Hashable, Sendable, Codable {
  /// Why events are missing.
  package enum Reason: Hashable, Sendable, Codable {
    /// What came after it was read first, to be near the present again; it is read when there is time.
    case skipped
    /// They were there, and had to make room for newer ones.
    case notHeld
    /// Nobody has looked yet: what lies before it was looked at by itself.
    case notRead
  }

  /// The log group; empty for all of them.
  package var group: String
  /// Where the gap begins.
  package var from: Instant
  /// Where the gap ends.
  package var to: Instant
  /// How many events are missing, where it is known.
  package var count: Int?
  /// Why they are missing.
  package var reason: Reason

  /// Makes a gap.
  package init(
    group: String,
    from: Instant,
    to: Instant,
    count: Int? = nil,
    reason: Reason = .skipped
  ) {
    self.group = group
    self.from = from
    self.to = to
    self.count = count
    self.reason = reason
  }
}

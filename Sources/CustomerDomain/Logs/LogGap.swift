package import AWSWire

/// A stretch of time in which events may be missing, because a limit or a flood forced it.
package struct LogGap: Hashable, Sendable, Codable {
  /// Why events are missing.
  package enum Reason: Hashable, Sendable, Codable {
    /// The service gave no more.
    case notGiven
    /// They were there, and had to make room for newer ones.
    case notHeld
    /// Nobody has looked yet: what lies before it was looked at by itself.
    case notRead

    /// Whether they can be read.
    package var isUnread: Bool { self != .notGiven }
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
    reason: Reason = .notGiven
  ) {
    self.group = group
    self.from = from
    self.to = to
    self.count = count
    self.reason = reason
  }
}

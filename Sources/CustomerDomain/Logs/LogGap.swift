package import AWSWire

/// A stretch of time in which events may be missing, because a limit or a flood forced it.
package struct LogGap: Hashable, Sendable {
  /// The log group.
  package var group: String
  /// Where the gap begins.
  package var from: Instant
  /// Where the gap ends.
  package var to: Instant
  /// How many events are missing, where it is known.
  package var count: Int?

  /// Makes a gap.
  package init(group: String, from: Instant, to: Instant, count: Int? = nil) {
    self.group = group
    self.from = from
    self.to = to
    self.count = count
  }
}

package import AWSWire

/// A log group that exists.
package struct LogGroup: Hashable, Sendable {
  /// Its full name.
  package var name: String
  /// When it was made.
  package var createdAt: Instant

  /// Makes a group.
  package init(name: String, createdAt: Instant) {
    self.name = name
    self.createdAt = createdAt
  }
}

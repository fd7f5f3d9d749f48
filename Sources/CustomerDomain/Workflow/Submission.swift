package import AWSWire

/// A workflow run that was asked for.
package struct Submission: Hashable, Sendable, Codable {
  /// The customer id it was asked for.
  package var id: String
  /// The name the run was given, so that asking again starts nothing twice.
  package var name: String
  /// The run's ARN.
  package var executionARN: String
  /// When it was started.
  package var startedAt: Instant

  /// Makes a submission.
  package init(id: String, name: String, executionARN: String, startedAt: Instant) {
    self.id = id
    self.name = name
    self.executionARN = executionARN
    self.startedAt = startedAt
  }
}

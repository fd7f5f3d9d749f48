package import AWSWire

/// One run of a workflow, as a list shows it.
package struct Execution: Hashable, Sendable, Identifiable, Codable {
  /// How a run stands.
  package enum Status: String, Hashable, Sendable, CaseIterable, Codable {
    /// It goes on.
    case running = "RUNNING"
    /// It came to a good end.
    case succeeded = "SUCCEEDED"
    /// A state failed.
    case failed = "FAILED"
    /// It took too long.
    case timedOut = "TIMED_OUT"
    /// Somebody stopped it.
    case aborted = "ABORTED"
    /// It will go on from where it failed.
    case pendingRedrive = "PENDING_REDRIVE"

    /// Whether nothing more will happen in the run.
    package var isFinal: Bool { self != .running && self != .pendingRedrive }
  }

  /// The run's ARN.
  package var arn: String
  /// The run's name, the last part of its ARN.
  package var name: String
  /// How it stands.
  package var status: Status
  /// When it was started.
  package var startedAt: Instant
  /// When it ended.
  package var stoppedAt: Instant?
  /// The customer id in its input, where that is known.
  package var customerID: String?
  /// The state it is in, or ended in, where that is known.
  package var stateName: String?

  /// The ARN, which no other run has.
  package var id: String { arn }

  /// Makes a run.
  package init(
    arn: String,
    name: String,
    status: Status,
    startedAt: Instant,
    stoppedAt: Instant? = nil,
    customerID: String? = nil,
    stateName: String? = nil
  ) {
    self.arn = arn
    self.name = name
    self.status = status
    self.startedAt = startedAt
    self.stoppedAt = stoppedAt
    self.customerID = customerID
    self.stateName = stateName
  }

  /// How long it took, in milliseconds; `nil` while it runs.
  package var durationMilliseconds: Int64? { stoppedAt.map { $0 - startedAt } }
}

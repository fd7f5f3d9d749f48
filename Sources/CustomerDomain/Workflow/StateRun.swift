package import AWSWire

/// One state's part in a run.
package struct StateRun: Hashable, Sendable, Codable {
  /// How a state stands.
  package enum Status: String, Hashable, Sendable, Codable {
    /// It goes on.
    case running = "RUNNING"
    /// It came to a good end.
    case succeeded = "SUCCEEDED"
    /// It failed, and the run with it.
    case failed = "FAILED"
    /// It took too long.
    case timedOut = "TIMED_OUT"
    /// Something else ended it.
    case aborted = "ABORTED"
    /// It failed, and the run went on by a catcher.
    case caught = "CAUGHT"
  }

  /// The state's name.
  package var name: String
  /// The state's type, such as `Task`.
  package var type: String
  /// How it stands.
  package var status: Status
  /// When it was entered.
  package var startedAt: Instant
  /// When it was left; `nil` while it runs.
  package var stoppedAt: Instant?
  /// How often it was tried again.
  package var retries: Int
  /// The request id of its last invocation, where it made one.
  package var requestID: String?
  /// The error's name of its last failure.
  package var error: String?
  /// The cause of its last failure.
  package var cause: String?

  /// Makes a state's part.
  package init(
    name: String,
    type: String,
    status: Status,
    startedAt: Instant,
    stoppedAt: Instant? = nil,
    retries: Int = 0,
    requestID: String? = nil,
    error: String? = nil,
    cause: String? = nil
  ) {
    self.name = name
    self.type = type
    self.status = status
    self.startedAt = startedAt
    self.stoppedAt = stoppedAt
    self.retries = retries
    self.requestID = requestID
    self.error = error
    self.cause = cause
  }
}

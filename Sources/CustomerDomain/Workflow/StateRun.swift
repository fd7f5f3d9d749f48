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

  /// One try of a state's work.
  package struct Attempt: Hashable, Sendable, Codable {
    /// When it was begun.
    package var startedAt: Instant
    /// When it ended; `nil` while it goes on.
    package var stoppedAt: Instant?
    /// The error's name, where it failed.
    package var error: String?
    /// The request id of its invocation, where it made one that tells it.
    package var requestID: String?

    /// Makes a try.
    package init(
      startedAt: Instant,
      stoppedAt: Instant? = nil,
      error: String? = nil,
      requestID: String? = nil
    ) {
      self.startedAt = startedAt
      self.stoppedAt = stoppedAt
      self.error = error
      self.requestID = requestID
    }
  }

  /// How the iterations of a Map stand.
  package struct Iterations: Hashable, Sendable, Codable {
    /// How many there are.
    package var total: Int
    /// How many have begun.
    package var started = 0
    /// How many ended well.
    package var succeeded = 0
    /// How many failed.
    package var failed = 0
    /// How many were cut short.
    package var aborted = 0

    /// Makes a count of iterations of which none has begun.
    package init(total: Int) { self.total = total }

    /// How many go on.
    package var running: Int { max(0, started - succeeded - failed - aborted) }
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
  /// For how long the run stood still in it before it was redriven, in milliseconds; `nil` where it did
  /// not.
  package var idleMilliseconds: Int64?
  /// How often it was tried again by its own rules, which a redrive is not.
  package var retries: Int
  /// The request id of its last invocation, where it made one.
  package var requestID: String?
  /// The error's name of its last failure.
  package var error: String?
  /// The cause of its last failure.
  package var cause: String?
  /// The number of the event that entered it, which tells it from other runs of the same state.
  package var enteredBy: Int
  /// The number of the event that left it; `nil` where none did.
  package var leftBy: Int?
  /// The event that entered the Parallel or Map it is inside of; `nil` at the top.
  package var parent: Int?
  /// Which iteration of the Map around it it belongs to, from 0; `nil` outside of one.
  package var iteration: Int?
  /// Which branch of the Parallel around it it belongs to, from 0; `nil` outside of one.
  package var branch: Int?
  /// How its iterations stand, where it is a Map that has begun.
  package var iterations: Iterations?
  /// Its tries, oldest first; empty where it does no work that can be tried again.
  package var attempts: [Attempt]

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
    cause: String? = nil,
    enteredBy: Int = 0,
    leftBy: Int? = nil,
    parent: Int? = nil,
    iteration: Int? = nil,
    branch: Int? = nil,
    iterations: Iterations? = nil,
    attempts: [Attempt] = []
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
    self.enteredBy = enteredBy
    self.leftBy = leftBy
    self.parent = parent
    self.iteration = iteration
    self.branch = branch
    self.iterations = iterations
    self.attempts = attempts
  }

  /// How long it took, in milliseconds, without the time in which the run stood still; `nil` while it
  /// runs.
  package var durationMilliseconds: Int64? {
    stoppedAt.map { max(0, $0 - startedAt - (idleMilliseconds ?? 0)) }
  }
}

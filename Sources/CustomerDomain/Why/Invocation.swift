package import AWSWire

/// One invocation of a function, as its log tells it.
package struct Invocation: Hashable, Sendable, Identifiable, Codable {
  /// How it ended.
  package enum Outcome: String, Hashable, Sendable, Codable {
    /// It came to an end, and nothing says that it failed.
    case ended = "ENDED"
    /// It failed, or wrote that something did.
    case failed = "FAILED"
    /// It took too long.
    case timedOut = "TIMED_OUT"
    /// Its end is not known.
    case open = "OPEN"
  }

  /// Its request id.
  package var requestID: String
  /// The function's log group.
  package var group: String
  /// The log stream.
  package var stream: String
  /// When it began, where that is known.
  package var startedAt: Instant?
  /// When the last line of it was written.
  package var endedAt: Instant
  /// How long it took, in milliseconds, as its report says.
  package var durationMilliseconds: Double?
  /// How it ended.
  package var outcome: Outcome
  /// The error's name, where a line names it.
  package var error: String?
  /// What the line that tells of the failure says.
  package var message: String?
  /// The HTTP status it answered, where it was asked by the API.
  package var status: Int?
  /// The id of the customer it was about.
  package var customerID: String?
  /// The ARN of the run it was part of, or that it started.
  package var executionARN: String?
  /// The id of the API's request it answered.
  package var apiRequestID: String?

  /// Makes an invocation of which no more than a line is known.
  package init(
    requestID: String,
    group: String,
    stream: String,
    endedAt: Instant,
    outcome: Outcome = .open
  ) {
    self.requestID = requestID
    self.group = group
    self.stream = stream
    self.endedAt = endedAt
    self.outcome = outcome
  }

  /// Its request id, which no other invocation has.
  package var id: String { requestID }

  /// The function's name: what comes last in the group's.
  package var function: String { group.split(separator: "/").last.map(String.init) ?? group }

  /// The ARN of the run it was part of; the run that an answer to the API names was started by it.
  package var ownRun: String? { apiRequestID == nil ? executionARN : nil }

  /// Whether it failed.
  package var isFailed: Bool {
    outcome == .failed || outcome == .timedOut || status.map { $0 >= 500 } == true
  }
}

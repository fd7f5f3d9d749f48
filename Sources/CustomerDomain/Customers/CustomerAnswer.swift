package import AWSWire

/// What became of one request about one customer id.
package struct CustomerAnswer: Hashable, Sendable, Codable {
  /// What was asked.
  package enum Action: String, Hashable, Sendable, CaseIterable, Codable {
    /// Whether the id is in the table.
    case lookUp
    /// To put it there.
    case insert
    /// To take it out.
    case delete
  }

  /// What was found or done.
  package enum Outcome: Hashable, Sendable, Codable {
    /// It is in the table.
    case exists
    /// It is not in the table.
    case absent
    /// It was put into the table.
    case created
    /// An insert found the id already there.
    case alreadyExisted
    /// It was taken out of the table.
    case deleted
    /// A delete found no such id.
    case wasAbsent
    /// A changing call was sent but no answer came: it may or may not have been done.
    case unknown(ServiceFailure)
    /// It could not be done, or not be found out.
    case failed(ServiceFailure)
  }

  /// The id that was asked about.
  package var id: String
  /// What was asked.
  package var action: Action
  /// What was found or done.
  package var outcome: Outcome
  /// How long the call took, in milliseconds.
  package var latencyMilliseconds: Double
  /// When the answer came.
  package var answeredAt: Instant

  /// Makes an answer.
  package init(
    id: String,
    action: Action,
    outcome: Outcome,
    latencyMilliseconds: Double,
    answeredAt: Instant
  ) {
    self.id = id
    self.action = action
    self.outcome = outcome
    self.latencyMilliseconds = latencyMilliseconds
    self.answeredAt = answeredAt
  }

  /// Whether the id is now known to be in the table, or not to be; `nil` where it isn't known.
  package var existsNow: Bool? {
    switch outcome {
    case .exists, .created, .alreadyExisted: true
    case .absent, .deleted, .wasAbsent: false
    case .unknown, .failed: nil
    }
  }
}

extension CustomerAnswer.Outcome {
  /// Why it is not known what came of it, and what to do; `nil` where the word says it all.
  package var sentence: String? {
    switch self {
    case .unknown(let failure): "\(self): \(failure.reason)"
    case .failed(let failure): failure.sentence
    default: nil
    }
  }
}

extension CustomerAnswer.Outcome: CustomStringConvertible {
  /// The outcome in a word or two that a column holds, such as `was absent`; the same everywhere.
  package var description: String {
    switch self {
    case .exists: "exists"
    case .absent: "absent"
    case .created: "created"
    case .alreadyExisted: "existed"
    case .deleted: "deleted"
    case .wasAbsent: "was absent"
    case .unknown: "unknown"
    case .failed(let failure): failure.isUnsent ? "not sent" : "failed"
    }
  }
}

/// How many runs, requests and invocations incidents are made of.
package struct IncidentCounts: Hashable, Sendable, Codable {
  /// The runs, each once.
  package var runs: Int
  /// The requests to the API; the invocation that answered one counts with it.
  package var requests: Int
  /// The invocations that stand alone, and those of the runs where they are known of every run.
  package var invocations: Int

  /// Counts incidents; of a customer only those invocations that stand alone, since not all of a
  /// run's are known.
  package init(_ incidents: [Incident], of subject: Explanation.Subject) {
    runs = Set(incidents.compactMap(\.runARN)).count
    requests = incidents.count { $0.request != nil }
    let ofRuns = incidents.filter { $0.runARN != nil }
    let isOfCustomer = if case .customer = subject { true } else { false }
    let isWhole = ofRuns.allSatisfy { $0.detail != nil || !$0.invocations.isEmpty }
    invocations = incidents.count { $0.isInvocation }
    if isWhole, !isOfCustomer {
      invocations += ofRuns.reduce(0) { $0 + $1.invocations.count }
    }
  }
}

extension Incident {
  /// The ARN of the run that it is or names; a run that was not read is named by its invocations.
  package var runARN: String? {
    guard execution == nil else { return execution?.arn }
    return request == nil ? invocations.lazy.compactMap(\.ownRun).last : nil
  }

  /// Whether it is an invocation by itself: neither part of a run nor the answer to a request.
  fileprivate var isInvocation: Bool {
    request == nil && runARN == nil && !invocations.isEmpty
  }
}

extension Explanation {
  /// Which of what was found is told.
  package enum Told: String, Hashable, Sendable, Codable {
    /// What happened last.
    case newest
    /// What took longest, whether or not it failed.
    case slowest
    /// What matters most.
    case first
  }

  /// What was found where that is more than is told.
  package struct Found: Hashable, Sendable, Codable {
    /// How much was found; `nil` where all of it is told.
    package var counts: IncidentCounts?
    /// Whether there may be more than was found.
    package var isLeast: Bool

    /// Makes it; `nil` where all there is was found and is told.
    package init?(counts: IncidentCounts?, isLeast: Bool) {
      guard counts != nil || isLeast else { return nil }
      self.counts = counts
      self.isLeast = isLeast
    }
  }
}

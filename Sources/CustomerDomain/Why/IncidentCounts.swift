/// How many runs, requests and invocations incidents are made of.
package struct IncidentCounts: Hashable, Sendable, Codable {
  /// The runs, each once.
  package var runs: Int
  /// The requests to the API.
  package var requests: Int
  /// The invocations; 0 where a run was not read, since nobody knows how many of its failed.
  package var invocations: Int

  /// Counts incidents; of a customer only those invocations that stand alone, since not all of a
  /// run's are known.
  package init(_ incidents: [Incident], of subject: Explanation.Subject) {
    runs = Set(incidents.compactMap(\.runARN)).count
    requests = incidents.count { $0.request != nil }
    let isOfCustomer = if case .customer = subject { true } else { false }
    let isWhole = incidents.allSatisfy { $0.execution == nil || $0.detail != nil }
    invocations =
      isWhole || isOfCustomer
      ? incidents.lazy.filter { !isOfCustomer || $0.execution == nil }
        .reduce(0) { $0 + $1.invocations.count } : 0
  }
}

extension Incident {
  /// The ARN of the run that it is or names; a run that was not read is named by its invocations.
  package var runARN: String? {
    execution?.arn ?? invocations.lazy.compactMap(\.executionARN).last
  }
}

extension Explanation {
  /// What was found where that is more than is told.
  package struct Found: Hashable, Sendable, Codable {
    /// Which of them are told.
    package enum Told: String, Hashable, Sendable, Codable {
      /// Those that happened last.
      case newest
      /// Those that took longest.
      case slowest
      /// Those that matter most.
      case first
    }

    /// How much was found; `nil` where all of it is told.
    package var counts: IncidentCounts?
    /// Whether there may be more than was found.
    package var isLeast: Bool
    /// Which are told.
    package var told: Told

    /// Makes it; `nil` where all there is was found and is told.
    package init?(counts: IncidentCounts?, isLeast: Bool, told: Told) {
      guard counts != nil || isLeast else { return nil }
      self.counts = counts
      self.isLeast = isLeast
      self.told = told
    }
  }
}

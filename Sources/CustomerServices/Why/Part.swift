internal import CustomerDomain

/// A part of an explanation, and what kept it from being whole.
struct Part<Value: Sendable>: Sendable {
  /// What was found.
  var value: Value
  /// What could not be had, each in one sentence.
  var notes: [String] = []
  /// Whether there may be more of it than was found.
  var isCut = false
}

extension Explanation {
  /// Tells the first of what was found, in its order, and how much that was.
  ///
  /// - Parameters:
  ///   - all: what was found, each once.
  ///   - told: what its order is.
  ///   - isCut: whether there may be more.
  mutating func tell(_ all: [Incident], _ told: Told, isCut: Bool) {
    incidents = Array(all.prefix(WhyService.incidentLimit))
    let counts = all.count > incidents.count ? IncidentCounts(all, of: subject) : nil
    self.told = told
    found = Found(counts: counts, isLeast: isCut)
  }
}

extension WhyService {
  /// Does `work`; a failure becomes a note, and `fallback` stands for what it would have given.
  ///
  /// - Throws: `CancellationError`.
  func part<Value: Sendable>(
    _ fallback: Value,
    _ work: () async throws -> Value
  ) async throws -> Part<Value> {
    do {
      return Part(value: try await work())
    } catch let failure as ServiceFailure {
      return Part(value: fallback, notes: [failure.description], isCut: true)
    }
  }
}

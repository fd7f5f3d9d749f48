internal import CustomerDomain

/// A part of an explanation, and what kept it from being whole.
struct Part<Value: Sendable>: Sendable {
  /// What was found.
  var value: Value
  /// What could not be had, each in one sentence.
  var notes: [String] = []
}

extension WhyService {
  /// What to say where more was found than is told; nothing where all of it is.
  static func limit(_ count: Int, _ noun: String, _ rank: String = "newest") -> [String] {
    count > incidentLimit ? ["of \(count) \(noun) the \(rank) \(incidentLimit) are shown"] : []
  }

  /// What to say where there are more runs than are read in full; nothing where all of them are.
  func unread(ofRuns count: Int) -> [String] {
    count > runLimit && !readsAllRuns
      ? [
        "of \(count) runs the newest \(runLimit) are read in full, the others once they are selected"
      ]
      : []
  }

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
      return Part(value: fallback, notes: [failure.description])
    }
  }
}

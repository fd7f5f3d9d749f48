internal import AWSWire
internal import CustomerDomain

extension Journal {
  /// Does a changing action and records what came of it; one that was refused before anything was
  /// sent is recorded too.
  ///
  /// - Throws: what `work` throws.
  func recording<Output>(
    _ purpose: ServiceAccess.Purpose,
    _ work: () async throws -> Output
  ) async throws -> Output {
    do {
      let output = try await work()
      record(purpose.action, purpose.resource, outcome: "done")
      return output
    } catch let failure as ServiceFailure {
      record(purpose.action, purpose.resource, outcome: failure.journalWords)
      throw failure
    } catch {
      record(purpose.action, purpose.resource, outcome: "unknown: cancelled")
      throw error
    }
  }
}

extension CustomerAnswer.Outcome {
  /// The outcome as the journal has it.
  var journalWords: String {
    switch self {
    case .exists: "exists"
    case .absent: "absent"
    case .created: "created"
    case .alreadyExisted: "already existed"
    case .deleted: "deleted"
    case .wasAbsent: "was absent"
    case .unknown(let failure): "unknown: \(failure.reason)"
    case .failed(let failure): failure.journalWords
    }
  }
}

extension ServiceFailure {
  /// The failure as the journal has it.
  var journalWords: String { "failed: \(reason)" }
}

internal import AWSWire
internal import CustomerDomain

extension Journal {
  /// Does a changing action and records what came of it; one that was refused before anything was
  /// sent is recorded too.
  ///
  /// - Throws: what `work` throws.
  func recording<Output>(
    _ purpose: ServiceAccess.Purpose,
    as words: (Output) -> String,
    _ work: () async throws -> Output
  ) async throws -> Output {
    let entry = begin(purpose.action, purpose.resource)
    do {
      let output = try await work()
      end(entry, outcome: words(output))
      return output
    } catch let failure as ServiceFailure {
      end(entry, outcome: failure.journalWords)
      throw failure
    } catch {
      // What was sent before it was cancelled ends as a failure whose outcome is open.
      end(entry, outcome: "failed: cancelled before it was sent")
      throw error
    }
  }
}

extension CustomerAnswer.Outcome {
  /// The outcome as the journal has it.
  var journalWords: String {
    switch self {
    case .unknown(let failure), .failed(let failure): failure.journalWords
    default: description
    }
  }
}

extension ServiceFailure {
  /// The failure as the journal has it.
  var journalWords: String {
    "\(isOutcomeOpen ? "unknown" : isUnsent ? "not sent" : "failed"): \(reason)"
  }
}

internal import AWSWire
internal import CustomerDomain

/// Does what the services want done, in the words of the field: what changes something is refused
/// where only reading is allowed, and recorded.
struct Recorder: Sendable {
  /// Whether changing is allowed.
  let mode: AccessMode
  /// Where changing actions are recorded, if anywhere.
  let journal: Journal?

  /// Does what changes nothing.
  ///
  /// - Throws: `ServiceFailure` for an error of the client; what else `work` throws.
  func read<Output>(
    _ purpose: ServiceAccess.Purpose,
    _ work: () async throws -> Output
  ) async throws -> Output {
    do {
      return try await work()
    } catch let error as AWSError {
      throw ServiceFailure(error, action: purpose.action, resource: purpose.resource)
    }
  }

  /// Does what changes something; a refusal is recorded, too.
  ///
  /// - Parameters:
  ///   - purpose: what is done to what.
  ///   - words: the outcome as the journal has it.
  ///   - work: does it.
  /// - Returns: what `work` gives.
  /// - Throws: `ServiceFailure`, before anything is done where changing is not allowed; what else
  ///   `work` throws.
  func change<Output>(
    _ purpose: ServiceAccess.Purpose,
    as words: (Output) -> String,
    _ work: () async throws -> Output
  ) async throws -> Output {
    func checked() async throws -> Output {
      try mode.check(purpose)
      do {
        return try await work()
      } catch let error as AWSError {
        throw ServiceFailure(error, purpose)
      }
    }
    guard let journal else { return try await checked() }
    return try await journal.recording(purpose, as: words, checked)
  }

  /// Does what changes something and has no outcome but being done.
  ///
  /// - Throws: `ServiceFailure`, before anything is done where changing is not allowed; what else
  ///   `work` throws.
  func change(_ purpose: ServiceAccess.Purpose, _ work: () async throws -> Void) async throws {
    try await change(purpose, as: { _ in "done" }, work)
  }
}

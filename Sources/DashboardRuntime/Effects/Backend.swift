internal import CustomerDomain
package import CustomerServices
internal import Synchronization

/// The way to the backend, which may still be starting.
///
/// Everybody who asks while a connection is being made waits for the same one; after a failure the
/// next one who asks tries again.
package final class Backend: Sendable {
  private let connect: @Sendable () async throws -> Services
  private let attempt = Mutex<Task<Services, any Error>?>(nil)

  /// Makes a way; nothing is done before somebody asks.
  package init(connect: @escaping @Sendable () async throws -> Services) {
    self.connect = connect
  }

  /// The services, once they can be reached.
  ///
  /// - Throws: `ServiceFailure` and what else `connect` throws.
  package var services: Services {
    get async throws {
      let task = attempt.withLock { attempt in
        if let attempt { return attempt }
        let task = Task { try await connect() }
        attempt = task
        return task
      }
      do {
        return try await task.value
      } catch {
        attempt.withLock { if $0 == task { $0 = nil } }
        throw error
      }
    }
  }
}

extension Backend {
  /// Gives up a connection that is still being made.
  package func close() { attempt.withLock { $0 }?.cancel() }
}

extension ServiceFailure {
  /// The failure that an error amounts to, whatever threw it.
  init(_ error: any Error, doing action: String) {
    self =
      error as? ServiceFailure
      ?? ServiceFailure(kind: .unavailable, action: action, reason: "\(error)")
  }
}

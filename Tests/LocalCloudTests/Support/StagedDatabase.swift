import GRDB
import Synchronization

@testable import LocalCloud

/// A database whose writes a test has refused, or whose answers it holds back.
final class StagedDatabase: CloudDatabase {
  private let base: SQLiteCloudDatabase
  private let state = Mutex((isFull: false, held: Race<Void>?.none))
  private let heldReading = Mutex<(begun: Race<Void>, end: Race<Void>)?>(nil)

  init(_ base: SQLiteCloudDatabase) { self.base = base }

  /// Whether what is written is refused as on a full disk.
  var isFull: Bool {
    get { state.withLock { $0.isFull } }
    set { state.withLock { $0.isFull = newValue } }
  }

  /// Holds back the answer of the next write, which is done all the same, until `race` is settled.
  func holdNextAnswer(_ race: Race<Void>) { state.withLock { $0.held = race } }

  /// Settles `begun` once the next reading is done, and holds back its answer until `end` is settled.
  func holdNextReading(begun: Race<Void>, end: Race<Void>) {
    heldReading.withLock { $0 = (begun, end) }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    let (isFull, held) = state.withLock { state in
      defer { state.held = nil }
      return state
    }
    if isFull { throw StagedDatabase.full }
    let value = try await base.write(body)
    if let held { await held.outcome() }
    return value
  }

  func post(bytes: Int, _ body: @escaping @Sendable (Database) throws -> Void) {
    base.post(bytes: bytes, body)
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    let held = heldReading.withLock { held in
      defer { held = nil }
      return held
    }
    let value = try await base.read(body)
    held?.begun.settle(())
    if let held { await held.end.outcome() }
    return value
  }

  func lookUp<Value>(_ body: (Database) throws -> Value) throws -> Value { try base.lookUp(body) }

  var trouble: CloudError? { isFull ? StagedDatabase.full : base.trouble }

  private static let full = CloudError("ServiceUnavailable", "The disk is full.", status: 503)
}

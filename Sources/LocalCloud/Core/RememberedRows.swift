internal import Synchronization

/// Rows of the database that are kept in memory once they were read, and forgotten when they change.
///
/// A reading that began before a change must not bring the old row back after it: what was read is
/// kept only where nothing was forgotten meanwhile. A change is therefore forgotten after it is
/// durable, and nothing but a reading ever puts a row in.
final class RememberedRows<Key: Hashable & Sendable, Row: Sendable>: Sendable {
  private struct State {
    var rows: [Key: Row] = [:]
    /// How often something was forgotten.
    var changes = 0
  }

  private let state = Mutex(State())

  /// Makes a memory of nothing.
  init() {}

  /// The row of `key`, remembered or else read; `nil`, which is not remembered, where there is none.
  ///
  /// - Throws: what `read` throws.
  func row(_ key: Key, read: () throws -> Row?) rethrows -> Row? {
    let (known, changes) = look(key)
    if let known { return known }
    return keep(try read(), key, unlessChangedSince: changes)
  }

  /// The row of `key`, remembered or else read; `nil`, which is not remembered, where there is none.
  ///
  /// - Throws: what `read` throws.
  func row(_ key: Key, read: () async throws -> Row?) async rethrows -> Row? {
    let (known, changes) = look(key)
    if let known { return known }
    return keep(try await read(), key, unlessChangedSince: changes)
  }

  /// Forgets the row of `key`, which has just been changed.
  func forget(_ key: Key) {
    state.withLock { state in
      state.changes += 1
      state.rows[key] = nil
    }
  }

  /// Forgets all rows.
  func forgetAll() {
    state.withLock { state in
      state.changes += 1
      state.rows = [:]
    }
  }

  private func look(_ key: Key) -> (row: Row?, changes: Int) {
    state.withLock { ($0.rows[key], $0.changes) }
  }

  private func keep(_ row: Row?, _ key: Key, unlessChangedSince changes: Int) -> Row? {
    guard let row else { return nil }
    state.withLock { state in
      if state.changes == changes { state.rows[key] = row }
    }
    return row
  }
}

internal import GRDB
internal import Synchronization

/// Read-only connections for look-ups, each used on its caller's own thread by one caller at a time.
///
/// A look-up is over in microseconds, which is less than the way to a reader's queue and back takes,
/// or a transaction around it. There are never more connections than threads that look something up
/// at the same moment: a thread has to give one back before it can take another.
final class LookUpConnections: Sendable {
  private struct Connections {
    var free: [DatabaseQueue] = []
    var isClosed = false
  }

  private let connections = Mutex(Connections())
  private let open: @Sendable () throws -> DatabaseQueue

  /// Makes no connection yet; `open` does, when one is first needed.
  init(open: @escaping @Sendable () throws -> DatabaseQueue) {
    self.open = open
  }

  /// Runs `body` on this thread, outside of any transaction.
  ///
  /// - Throws: what `body` throws; `CloudError` where the connections are closed.
  func use<Value>(_ body: (Database) throws -> Value) throws -> Value {
    let connection = try take()
    defer { giveBack(connection) }
    return try connection.unsafeRead(body)
  }

  /// Closes those that are free, and the others when they are given back.
  func close() {
    let left = connections.withLock { connections in
      defer { connections.free = [] }
      connections.isClosed = true
      return connections.free
    }
    for connection in left { try? connection.close() }
  }

  private func take() throws -> DatabaseQueue {
    let free = try connections.withLock { connections in
      guard !connections.isClosed else { throw SQLiteCloudDatabase.closed }
      return connections.free.popLast()
    }
    return try free ?? open()
  }

  private func giveBack(_ connection: DatabaseQueue) {
    let isKept = connections.withLock { connections in
      guard !connections.isClosed else { return false }
      connections.free.append(connection)
      return true
    }
    if !isKept { try? connection.close() }
  }
}

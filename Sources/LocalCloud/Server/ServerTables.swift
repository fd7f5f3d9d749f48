internal import NIOCore

/// The tables of connections of all event loops of a server, each used on its loop only.
struct ServerTables: Sendable {
  private struct Entry: Sendable {
    let loop: any EventLoop
    let table: NIOLoopBound<ServerConnections>
  }

  private let byLoop: [ObjectIdentifier: Entry]

  /// Makes a table for each loop of `group`, which share the connections that `limits` allows.
  ///
  /// - Throws: `EventLoopError` where a loop has ended.
  static func make(_ group: any EventLoopGroup, limits: ServerLimits) async throws -> ServerTables {
    var (loops, share): ([any EventLoop], ServerLimits) = ([], limits)
    for loop in group.makeIterator() { loops.append(loop) }
    share.connections = max(1, limits.connections / loops.count)
    var byLoop: [ObjectIdentifier: Entry] = [:]
    for loop in loops {
      let table = try await loop.submit { [share] in
        NIOLoopBound(ServerConnections(limits: share), eventLoop: loop)
      }.get()
      byLoop[ObjectIdentifier(loop)] = Entry(loop: loop, table: table)
    }
    return ServerTables(byLoop: byLoop)
  }

  /// The table of a loop, called on that loop.
  ///
  /// - Throws: `EventLoopError` where the loop is not of this server's group.
  func table(on loop: any EventLoop) throws -> ServerConnections {
    guard let entry = byLoop[ObjectIdentifier(loop)] else {
      throw EventLoopError.unsupportedOperation
    }
    return entry.table.value
  }

  /// Closes what is idle, lets what runs end for at most `milliseconds`, and closes the rest.
  func close(cutOffAfter milliseconds: Int64) async {
    let done = byLoop.values.map { entry in
      let done = entry.loop.makePromise(of: Void.self)
      entry.loop.execute {
        entry.table.value.close(done)
        entry.loop.scheduleTask(in: .milliseconds(milliseconds)) { entry.table.value.cutOff() }
      }
      return done
    }
    for done in done { try? await done.futureResult.get() }
  }
}

internal import AWSWire
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// The Runtime API's ends: one port of 127.0.0.1 for each process, all on one event loop.
///
/// Runtimes take `host:port` and nothing more, so that it is the port by which a process is known.
final class RuntimeServer: Sendable {
  /// One process's port.
  struct Listener: Sendable {
    /// The address as `AWS_LAMBDA_RUNTIME_API` has it.
    let address: String
    private let channel: any Channel
    private let table: NIOLoopBound<ServerConnections>

    fileprivate init(_ channel: any Channel, _ table: NIOLoopBound<ServerConnections>) {
      (self.channel, self.table) = (channel, table)
      address = "127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    /// Closes the port and all its connections.
    func close() {
      channel.close(promise: nil)
      channel.eventLoop.execute { [table] in table.value.cutOff() }
    }
  }

  /// The event loop, made for the first process.
  private let group = Mutex<MultiThreadedEventLoopGroup?>(nil)
  private let date: ServerDate
  private let limits: ServerLimits

  /// Makes a server that takes bodies of up to `largestBody` bytes.
  init(clock: any WallClock, largestBody: Int) {
    date = ServerDate(clock: clock)
    var limits = ServerLimits()
    limits.bodyBytes = largestBody
    limits.connections = 16
    self.limits = limits
  }

  /// Opens a port whose requests `handler` answers.
  ///
  /// - Throws: what the system says.
  func listen(_ handler: @escaping WebHandler) async throws -> Listener {
    let group = self.group.withLock { known in
      let group = known ?? MultiThreadedEventLoopGroup(numberOfThreads: 1)
      known = group
      return group
    }
    let (limits, date, loop) = (limits, date, group.next())
    let table = try await loop.submit {
      NIOLoopBound(ServerConnections(limits: limits), eventLoop: loop)
    }.get()
    let channel = try await ServerBootstrap(group: group)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let operations = channel.pipeline.syncOperations
          try operations.configureHTTPServerPipeline(withErrorHandling: true)
          try operations.addHandler(
            ConnectionHandler(table: table.value, dateHeader: date, answer: handler)
          )
        }
      }
      .bind(host: "127.0.0.1", port: 0)
      .get()
    return Listener(channel, table)
  }

  /// Ends all.
  func stop() async {
    let ended = group.withLock { known in
      defer { known = nil }
      return known
    }
    try? await ended?.shutdownGracefully()
  }
}

package import AWSWire
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// What answers a request.
package typealias WebHandler = @Sendable (WebRequest) async -> WebResponse

/// An HTTP/1.1 server on the loopback address.
///
/// One event loop moves the bytes; handlers run on Swift's pool.
package final class LoopbackServer: Sendable {
  /// The port it listens on.
  package let port: Int

  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let table: NIOLoopBound<ServerConnections>

  private init(
    port: Int,
    group: MultiThreadedEventLoopGroup,
    channel: any Channel,
    table: NIOLoopBound<ServerConnections>
  ) {
    self.port = port
    self.group = group
    self.channel = channel
    self.table = table
  }

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - port: the port, or 0 for any that is free.
  ///   - limits: what callers may ask for.
  ///   - clock: where the `Date` header's moment comes from.
  ///   - handler: what answers requests.
  /// - Returns: the server, which serves until it is stopped.
  /// - Throws: `ServerError`.
  package static func start(
    port: Int,
    limits: ServerLimits = ServerLimits(),
    clock: any WallClock,
    handler: @escaping WebHandler
  ) async throws -> LoopbackServer {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let dateHeader = ServerDate(clock: clock)
    let table = try await loop.submit {
      NIOLoopBound(ServerConnections(limits: limits), eventLoop: loop)
    }.get()
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.maxMessagesPerRead, value: 16)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try LoopbackServer.configure(channel, limits)
          try channel.pipeline.syncOperations.addHandler(
            ConnectionHandler(table: table.value, dateHeader: dateHeader, answer: handler)
          )
        }
      }
    do {
      let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
      return LoopbackServer(
        port: channel.localAddress?.port ?? port,
        group: group,
        channel: channel,
        table: table
      )
    } catch {
      try? await group.shutdownGracefully()
      throw LoopbackServer.refusal(error, port: port)
    }
  }

  /// Stops listening, lets running requests end for at most `drain` milliseconds, and closes all.
  package func stop(drain milliseconds: Int64) async {
    try? await channel.close().get()
    let loop = channel.eventLoop
    let done = loop.makePromise(of: Void.self)
    loop.execute { [table] in
      table.value.close(done)
      loop.scheduleTask(in: .milliseconds(milliseconds)) { table.value.cutOff() }
    }
    try? await done.futureResult.get()
    try? await group.shutdownGracefully()
  }

  private static func configure(_ channel: any Channel, _ limits: ServerLimits) throws {
    let operations = channel.pipeline.syncOperations
    var decoding = NIOHTTPDecoderLimitConfiguration()
    decoding.maxHeaderFieldSize = limits.headerBytes
    decoding.maxHeaderListSize = limits.headerBytes
    try operations.configureHTTPServerPipeline(
      withPipeliningAssistance: true,
      withErrorHandling: false,
      withOutboundHeaderValidation: false,
      withEncoderConfiguration: .init(),
      withDecoderLimitConfiguration: decoding
    )
  }

  private static func refusal(_ error: any Error, port: Int) -> ServerError {
    guard let error = error as? IOError else {
      return .cannotListen(port: port, detail: "\(error)")
    }
    return error.errnoCode == EADDRINUSE
      ? .portInUse(port) : .cannotListen(port: port, detail: error.description)
  }
}

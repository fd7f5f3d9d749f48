package import AWSWire
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// What answers a request.
package typealias WebHandler = @Sendable (WebRequest) async -> WebResponse

/// An HTTP/1.1 server on the loopback address.
///
/// Few event loops move the bytes. A handler runs on its connection's loop until it first waits for
/// something, which look-ups never do, and from there on on Swift's pool.
package final class LoopbackServer: Sendable {
  /// The most event loops; each serves many connections.
  private static let mostLoops = 4

  /// The port it listens on.
  package let port: Int

  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let tables: ServerTables

  private init(
    port: Int,
    group: MultiThreadedEventLoopGroup,
    channel: any Channel,
    tables: ServerTables
  ) {
    self.port = port
    self.group = group
    self.channel = channel
    self.tables = tables
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
    let loops = max(1, min(System.coreCount, mostLoops))
    let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
    let dateHeader = ServerDate(clock: clock)
    let tables = try await ServerTables.make(group, limits: limits)
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
            ConnectionHandler(
              table: try tables.table(on: channel.eventLoop),
              dateHeader: dateHeader,
              answer: handler
            )
          )
        }
      }
    do {
      let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
      return LoopbackServer(
        port: channel.localAddress?.port ?? port,
        group: group,
        channel: channel,
        tables: tables
      )
    } catch {
      try? await group.shutdownGracefully()
      throw LoopbackServer.refusal(error, port: port)
    }
  }

  /// Stops listening, lets running requests end for at most `drain` milliseconds, and closes all.
  package func stop(drain milliseconds: Int64) async {
    try? await channel.close().get()
    await tables.close(cutOffAfter: milliseconds)
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

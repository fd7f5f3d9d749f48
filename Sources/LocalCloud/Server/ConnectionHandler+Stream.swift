internal import NIOCore
internal import NIOHTTP1

extension ConnectionHandler {
  /// Sends an answer whose body is made while it is sent.
  func send(_ response: WebResponse, from source: any WebStream) {
    guard let context, let request = head else { return endStream() }
    var headers = HTTPHeaders([("Date", dateHeader.text)] + response.headers.map { ($0.0, $0.1) })
    if !staysOpen(after: request) { headers.add(name: "Connection", value: "close") }
    let head = HTTPResponseHead(
      version: request.version,
      status: HTTPResponseStatus(statusCode: response.status),
      headers: headers
    )
    context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    let (myself, loop) = (NIOLoopBound(self, eventLoop: context.eventLoop), context.eventLoop)
    streaming = Task {
      while !Task.isCancelled, let piece = await source.next() {
        let written = loop.flatSubmit { myself.value.write(piece: piece, on: loop) }
        guard (try? await written.get()) != nil else { break }
      }
      loop.execute { myself.value.endStream() }
    }
    // The caller may have left, or the server begun to close, while the answer was made.
    if table.isClosing { streaming?.cancel() }
  }

  private func write(piece: [UInt8], on loop: any EventLoop) -> EventLoopFuture<Void> {
    guard let context else { return loop.makeFailedFuture(ChannelError.alreadyClosed) }
    let buffer = context.channel.allocator.buffer(bytes: piece)
    return context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))))
  }

  private func endStream() {
    table.requestEnded()
    let closes = head.map { !staysOpen(after: $0) } ?? true
    reset()
    guard let context else { return }
    let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    if closes { written.assumeIsolated().whenComplete { [weak self] _ in self?.cutOff() } }
  }

  /// An answer without a length can only be told to end on a connection that HTTP/1.1 frames.
  private func staysOpen(after request: HTTPRequestHead) -> Bool {
    request.isKeepAlive && request.version == .http1_1 && !table.isClosing
  }
}

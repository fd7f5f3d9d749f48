internal import NIOCore
internal import NIOHTTP1

/// Collects the requests of one connection, hands them over one by one, and writes the answers.
///
/// The pipelining handler before it holds back a further request until the answer is written, so
/// that there is one request at a time; a caller that does not read its answers is not served on.
final class ConnectionHandler: ChannelInboundHandler {
  /// The parts of requests, as the decoder gives them.
  typealias InboundIn = HTTPServerRequestPart
  /// The parts of answers, as the encoder takes them.
  typealias OutboundOut = HTTPServerResponsePart

  /// The server's connections, this one among them, and their limits.
  let table: ServerConnections
  /// The text of the answers' `Date` header.
  let dateHeader: ServerDate
  private let answer: WebHandler
  /// The way to the channel; `nil` before the connection is open and after its end.
  private(set) var context: ChannelHandlerContext?
  private var sourceAddress = "127.0.0.1"
  /// The head of the request under way; `nil` between requests.
  private(set) var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var bodyLimit = 0
  private var isOversized = false
  private var isComplete = false
  private var isAnswering = false
  /// Whether the caller has said that it sends nothing more.
  private var isInputClosed = false
  /// Whether an answer is being written, from inside of which the request behind it is delivered.
  private var isWriting = false
  /// What makes and sends the body of an answer that goes on.
  var streaming: Task<Void, Never>?
  /// When the connection last became idle, or its request began to arrive.
  private(set) var since = NIODeadline.now()

  /// Makes the handler of one connection; `answer` gets every request that is whole.
  init(table: ServerConnections, dateHeader: ServerDate, answer: @escaping WebHandler) {
    self.table = table
    self.dateHeader = dateHeader
    self.answer = answer
  }

  /// Joins the server's connections, or closes where there is no room.
  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    sourceAddress = context.remoteAddress?.ipAddress ?? sourceAddress
    if !table.add(self, on: context.eventLoop) { context.close(promise: nil) }
  }

  /// Leaves the server's connections, and ends an answer that goes on.
  func channelInactive(context: ChannelHandlerContext) {
    self.context = nil
    streaming?.cancel()
    table.remove(self)
  }

  /// Takes in a part of a request.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head, context)
    case .body(let part): append(part)
    case .end: finish(context)
    }
  }

  /// Refuses what cannot be read as a request, and closes after any error.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let refusal = ParserRefusal(error), !isAnswering else {
      context.close(promise: nil)
      return
    }
    write(refusal, to: context)
  }

  /// Closes once the caller sends nothing more, unless a whole request is still to be answered.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed {
      // A request that is whole is answered still.
      isInputClosed = true
      if !isComplete { context.close(promise: nil) }
    }
    context.fireUserInboundEventTriggered(event)
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    since = .now()
    self.head = head
    let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    bodyLimit = table.limits.bodyLimit(head.method.rawValue, head.uri)
    isOversized = length > bodyLimit
    body.removeAll(keepingCapacity: false)
    // What a caller claims is not yet sent, so that little is set aside for it.
    if !isOversized { body.reserveCapacity(min(length, 64 << 10)) }
    guard head.headers.first(name: "expect")?.lowercased() == "100-continue" else { return }
    if isOversized {
      self.head?.headers.replaceOrAdd(name: "connection", value: "close")
      finish(context)
    } else {
      let part = HTTPResponseHead(version: head.version, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(part)), promise: nil)
    }
  }

  private func append(_ part: ByteBuffer) {
    guard !isOversized else { return }
    if body.count + part.readableBytes > bodyLimit {
      isOversized = true
      body = []
    } else {
      body += part.readableBytesView
    }
  }

  private func finish(_ context: ChannelHandlerContext) {
    guard head != nil, !isComplete else { return }
    isComplete = true
    if context.channel.isWritable { handOver(context) }
  }

  /// Goes on with a request that waited for the caller to read the answers before it.
  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if isComplete, !isAnswering, context.channel.isWritable { handOver(context) }
    context.fireChannelWritabilityChanged()
  }

  private func handOver(_ context: ChannelHandlerContext) {
    guard let head else { return }
    var request = WebRequest(
      method: head.method.rawValue,
      target: head.uri,
      headers: head.headers,
      body: body,
      sourceAddress: sourceAddress
    )
    request.isOversized = isOversized
    body = []
    isAnswering = true
    table.requestStarted()
    let myself = NIOLoopBound(self, eventLoop: context.eventLoop)
    let loop = context.eventLoop
    let work: @Sendable () async -> Void = { [answer, request] in
      let response = await answer(request)
      if loop.inEventLoop {
        myself.value.write(response)
      } else {
        loop.execute { myself.value.write(response) }
      }
    }
    // What is soon answered is answered before a hop to another thread and back would be over. A
    // large body takes long to read, during which the loop's other connections must not wait; and
    // requests that wait in a row must not each be answered from inside the answer before.
    if request.body.count <= ServerLimits.bodyBytesOnLoop, !isWriting {
      Task.immediate(operation: work)
    } else {
      Task(operation: work)
    }
  }

  /// Makes ready for the next request.
  func reset() {
    (isComplete, isAnswering) = (false, false)
    since = .now()
    (head, streaming) = (nil, nil)
  }

  private func write(_ response: WebResponse) {
    if let stream = response.stream, head?.method != .HEAD { return send(response, from: stream) }
    table.requestEnded()
    isWriting = true
    defer { isWriting = false }
    (isComplete, isAnswering) = (false, false)
    since = .now()
    guard let context, let request = head else { return }
    head = nil
    let staysOpen = request.isKeepAlive && !table.isClosing && !isInputClosed
    var headers = HTTPHeaders()
    headers.reserveCapacity(response.headers.count + 3)
    headers.add(name: "Date", value: dateHeader.text)
    for (name, value) in response.headers { headers.add(name: name, value: value) }
    headers.add(name: "Content-Length", value: String(response.body.count))
    if !staysOpen {
      headers.add(name: "Connection", value: "close")
    } else if request.version == .http1_0 {
      headers.add(name: "Connection", value: "keep-alive")
    }
    let head = HTTPResponseHead(
      version: request.version,
      status: HTTPResponseStatus(statusCode: response.status),
      headers: headers
    )
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if !response.body.isEmpty, request.method != .HEAD {
      let buffer = context.channel.allocator.buffer(bytes: response.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }
    let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    if !staysOpen {
      written.assumeIsolated().whenComplete { [weak self] _ in self?.cutOff() }
    }
  }

  /// Whether no request is under way.
  var isIdle: Bool { head == nil && !isAnswering }

  /// Closes the connection unless a request is under way; an answer that goes on is ended.
  func closeIfIdle() {
    if isIdle { context?.close(promise: nil) } else { streaming?.cancel() }
  }

  /// Closes the connection whatever happens on it.
  func cutOff() { context?.close(promise: nil) }

  /// Closes the connection where its request takes too long to arrive, or none comes.
  func closeIfOverdue(_ now: NIODeadline) {
    guard !isAnswering else { return }
    let limits = table.limits
    let patience = head == nil ? limits.idleMilliseconds : limits.arrivalMilliseconds
    if now - since > .milliseconds(patience) { cutOff() }
  }
}

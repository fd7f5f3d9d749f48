internal import JSONValue
internal import NIOCore
internal import NIOHTTP1

/// The answer to what cannot be read as a request.
///
/// Nobody knows yet which path is meant, so that a page which calls the REST API must be able to read
/// it: it carries the headers that the API's own refusals carry.
struct ParserRefusal: Hashable {
  /// The HTTP status: 431 where the headers are too large, else 400.
  let status: Int
  /// What the body says.
  let message: String

  /// The refusal after `error`; `nil` where the caller is gone or it was no fault of the caller's.
  init?(_ error: any Error) {
    guard let error = error as? HTTPParserError, error != .invalidEOFState else { return nil }
    (status, message) =
      error == .headerOverflow
      ? (431, "Request Header Fields Too Large") : (400, "Bad Request: \(error)")
  }

  /// The answer's headers.
  func headers(date: String, length: Int) -> HTTPHeaders {
    [
      "Date": date, "Content-Type": "application/json", "Content-Length": "\(length)",
      "Connection": "close", "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": "GET,PUT,DELETE,OPTIONS,POST",
      "Access-Control-Allow-Headers":
        "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
    ]
  }

  /// The answer's body.
  var body: [UInt8] { JSON.object(["message": .string(message)]).bytes() }
}

extension ConnectionHandler {
  /// How long the caller may go on sending what nobody reads, so that it gets to read the refusal: a
  /// connection that is closed with bytes unread takes the answer with it.
  private static let patience = TimeAmount.seconds(1)

  /// Refuses, and closes.
  func write(_ refusal: ParserRefusal, to context: ChannelHandlerContext) {
    let body = refusal.body
    let head = HTTPResponseHead(
      version: .http1_1,
      status: HTTPResponseStatus(statusCode: refusal.status),
      headers: refusal.headers(date: dateHeader.text, length: body.count)
    )
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let buffer = context.channel.allocator.buffer(bytes: body)
    context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(mode: .output, promise: nil)
    context.eventLoop.assumeIsolated().scheduleTask(in: ConnectionHandler.patience) {
      [weak self] in self?.cutOff()
    }
  }
}

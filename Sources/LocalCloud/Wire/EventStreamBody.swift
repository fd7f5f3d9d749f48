internal import AWSWire
internal import JSONValue

extension StreamedMessage {
  /// The message in AWS's event stream encoding.
  var encoded: [UInt8] {
    switch self {
    case .event(let type, let payload):
      StreamedMessage.encoded("event", (":event-type", type), payload)
    case .exception(let code, let sentence):
      StreamedMessage.encoded(
        "exception",
        (":exception-type", code),
        ["message": .string(sentence)]
      )
    }
  }

  private static func encoded(
    _ kind: String,
    _ type: (name: String, value: String),
    _ payload: JSON
  ) -> [UInt8] {
    EventStreamMessage(
      headers: [
        .init(":message-type", .text(kind)), .init(type.name, .text(type.value)),
        .init(":content-type", .text("application/json")),
      ],
      payload: payload.bytes()
    ).encoded
  }
}

/// The messages of an answer as the bytes of its body.
final class EventStreamBody: WebStream {
  private let messages: any MessageStream

  /// Makes the body of `messages`.
  init(_ messages: any MessageStream) { self.messages = messages }

  /// The next message's bytes.
  func next() async -> [UInt8]? { await messages.next()?.encoded }
}

extension WireAnswer {
  /// An answer that goes on.
  func stream(_ messages: any MessageStream) -> WebResponse {
    var response = WebResponse(
      status: 200,
      headers: [
        ("Content-Type", "application/vnd.amazon.eventstream"), ("x-amzn-RequestId", requestID),
      ]
    )
    response.stream = EventStreamBody(messages)
    return response
  }
}

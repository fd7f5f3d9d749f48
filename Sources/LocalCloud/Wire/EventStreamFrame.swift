internal import JSONValue
internal import Packaging

/// Writes messages in AWS's event stream encoding, `application/vnd.amazon.eventstream`.
///
/// A message is: its length and that of its headers (4 bytes each, big endian), their CRC-32, the
/// headers, the payload, and the CRC-32 of all before. Source: Smithy, "Amazon Event Stream
/// Specification".
enum EventStreamFrame {
  /// The header value type of a text.
  private static let textType: UInt8 = 7

  /// The bytes of a message.
  static func bytes(of message: StreamedMessage) -> [UInt8] {
    switch message {
    case .event(let type, let payload):
      frame(
        [
          (":message-type", "event"), (":event-type", type), (":content-type", "application/json"),
        ],
        payload
      )
    case .exception(let code, let sentence):
      frame(
        [
          (":message-type", "exception"), (":exception-type", code),
          (":content-type", "application/json"),
        ],
        ["message": .string(sentence)]
      )
    }
  }

  private static func frame(_ headers: [(String, String)], _ payload: JSON) -> [UInt8] {
    var head: [UInt8] = []
    for (name, value) in headers {
      head.append(UInt8(name.utf8.count))
      head += name.utf8
      head.append(textType)
      head += [UInt8(value.utf8.count >> 8), UInt8(value.utf8.count & 255)]
      head += value.utf8
    }
    let body = payload.bytes()
    var frame = word(UInt32(16 + head.count + body.count)) + word(UInt32(head.count))
    frame += word(CRC32.of(frame))
    frame += head
    frame += body
    return frame + word(CRC32.of(frame))
  }

  private static func word(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

/// The messages of an answer as the bytes of its body.
final class EventStreamBody: WebStream {
  private let messages: any MessageStream

  /// Makes the body of `messages`.
  init(_ messages: any MessageStream) { self.messages = messages }

  /// The next message's bytes.
  func next() async -> [UInt8]? { await messages.next().map(EventStreamFrame.bytes) }
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

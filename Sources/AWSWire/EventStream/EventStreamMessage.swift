/// One message of AWS's event stream encoding, `application/vnd.amazon.eventstream`.
///
/// On the wire it is: its length and that of its headers (4 bytes each, big endian), their CRC-32,
/// the headers, the payload, and the CRC-32 of all before. Source: Smithy, "Amazon Event Stream
/// Specification".
package struct EventStreamMessage: Hashable, Sendable {
  /// A header's value.
  package enum Value: Hashable, Sendable {
    /// Yes or no.
    case flag(Bool)
    /// A number of 8 bits.
    case byte(Int8)
    /// A number of 16 bits.
    case short(Int16)
    /// A number of 32 bits.
    case int(Int32)
    /// A number of 64 bits.
    case long(Int64)
    /// At most 65,535 bytes.
    case bytes([UInt8])
    /// A text of at most 65,535 bytes.
    case text(String)
    /// A moment.
    case time(Instant)
    /// The 16 bytes of a UUID.
    case uuid([UInt8])
  }

  /// A name with its value.
  package struct Header: Hashable, Sendable {
    /// At most 255 bytes.
    package var name: String
    /// What it says.
    package var value: Value

    /// Makes a header.
    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// The greatest message, in bytes; the limit of AWS's own library.
  package static let greatestLength = 16 << 20
  /// The most bytes that headers take.
  package static let greatestHeaderLength = 128 << 10
  /// Lengths and their checksum.
  static let preludeLength = 12
  /// What is around headers and payload.
  static let frameLength = 16

  /// The headers, in their order.
  package var headers: [Header]
  /// What it carries.
  package var payload: [UInt8]

  /// Makes a message.
  package init(headers: [Header], payload: [UInt8]) {
    self.headers = headers
    self.payload = payload
  }

  /// The text of a header; `nil` where there is none.
  package func text(_ name: String) -> String? {
    guard case .text(let text) = headers.first(where: { $0.name == name })?.value else {
      return nil
    }
    return text
  }

  /// The message as it goes over the wire.
  package var encoded: [UInt8] {
    let head = headers.flatMap(\.encoded)
    var frame = (UInt32(EventStreamMessage.frameLength + head.count + payload.count)).bigEndianBytes
    frame += UInt32(head.count).bigEndianBytes
    frame += CRC32.of(frame).bigEndianBytes
    frame += head
    frame += payload
    return frame + CRC32.of(frame).bigEndianBytes
  }
}

extension EventStreamMessage.Header {
  fileprivate var encoded: [UInt8] {
    let name = Array(name.utf8.prefix(255))
    return [UInt8(name.count)] + name + value.encoded
  }
}

extension EventStreamMessage.Value {
  /// The value's type, and the value.
  fileprivate var encoded: [UInt8] {
    switch self {
    case .flag(let flag): [flag ? 0 : 1]
    case .byte(let number): [2, UInt8(bitPattern: number)]
    case .short(let number): [3] + number.bigEndianBytes
    case .int(let number): [4] + number.bigEndianBytes
    case .long(let number): [5] + number.bigEndianBytes
    case .bytes(let bytes): [6] + EventStreamMessage.Value.counted(bytes)
    case .text(let text): [7] + EventStreamMessage.Value.counted(Array(text.utf8))
    case .time(let instant): [8] + instant.milliseconds.bigEndianBytes
    case .uuid(let bytes): [9] + (bytes + [UInt8](repeating: 0, count: 16)).prefix(16)
    }
  }

  private static func counted(_ bytes: [UInt8]) -> [UInt8] {
    let kept = bytes.prefix(Int(UInt16.max))
    return UInt16(kept.count).bigEndianBytes + kept
  }
}

extension FixedWidthInteger {
  fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

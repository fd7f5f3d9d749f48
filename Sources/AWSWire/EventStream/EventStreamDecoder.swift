/// Reads the messages of an event stream out of bytes that come in pieces of any length.
///
/// What lengths announce is checked before it is waited for, so that no length a stranger writes
/// makes it hold more than the greatest message. After a fault there is no telling where the next
/// message begins, and it stays.
package struct EventStreamDecoder: Sendable {
  /// Why there is no next message.
  package enum Fault: Error, Hashable, Sendable {
    /// A message of so many bytes, which none may have.
    case length(Int)
    /// Headers of so many bytes, which they may not have.
    case headerLength(Int)
    /// The lengths are not those that were sent.
    case preludeChecksum
    /// The message is not the one that was sent.
    case checksum
    /// The headers are not of the encoding's form.
    case headers
    /// The stream ended within a message.
    case truncated
  }

  private var buffer: [UInt8] = []
  private var start = 0
  private var fault: Fault?

  /// Makes a decoder that has read nothing.
  package init() {}

  /// Takes bytes in.
  package mutating func take(_ bytes: [UInt8]) {
    guard fault == nil else { return }
    if start > 0 {
      buffer.removeSubrange(..<start)
      start = 0
    }
    buffer += bytes
  }

  /// The next whole message; `nil` where more bytes are needed.
  ///
  /// - Throws: `Fault` where the bytes are no event stream.
  package mutating func next() throws(Fault) -> EventStreamMessage? {
    if let fault { throw fault }
    do throws(Fault) {
      return try read()
    } catch {
      fault = error
      buffer = []
      throw error
    }
  }

  /// Ends the stream.
  ///
  /// - Throws: `Fault` where a message is not whole.
  package func finish() throws(Fault) {
    if let fault { throw fault }
    guard start == buffer.count else { throw .truncated }
  }

  private mutating func read() throws(Fault) -> EventStreamMessage? {
    let held = buffer[start...]
    guard held.count >= EventStreamMessage.preludeLength else { return nil }
    let length = Int(held.number(at: 0, as: UInt32.self))
    let headerLength = Int(held.number(at: 4, as: UInt32.self))
    guard CRC32.of(held.prefix(8)) == held.number(at: 8, as: UInt32.self) else {
      throw .preludeChecksum
    }
    guard (EventStreamMessage.frameLength...EventStreamMessage.greatestLength).contains(length)
    else { throw .length(length) }
    guard headerLength <= EventStreamMessage.greatestHeaderLength,
      headerLength <= length - EventStreamMessage.frameLength
    else { throw .headerLength(headerLength) }
    guard held.count >= length else { return nil }
    let message = held.prefix(length)
    guard CRC32.of(message.dropLast(4)) == message.number(at: length - 4, as: UInt32.self) else {
      throw .checksum
    }
    start += length
    let content = message.dropFirst(EventStreamMessage.preludeLength).dropLast(4)
    return EventStreamMessage(
      headers: try EventStreamDecoder.headers(content.prefix(headerLength)),
      payload: Array(content.dropFirst(headerLength))
    )
  }

  private static func headers(
    _ bytes: ArraySlice<UInt8>
  ) throws(Fault) -> [EventStreamMessage.Header] {
    var reader = HeaderReader(rest: bytes)
    var headers: [EventStreamMessage.Header] = []
    while !reader.rest.isEmpty {
      let name = try reader.text(Int(try reader.number(UInt8.self)))
      guard !name.isEmpty else { throw .headers }
      headers.append(.init(name, try reader.value()))
    }
    return headers
  }
}

/// Reads headers from the front.
private struct HeaderReader {
  typealias Fault = EventStreamDecoder.Fault

  var rest: ArraySlice<UInt8>

  mutating func value() throws(Fault) -> EventStreamMessage.Value {
    switch try number(UInt8.self) {
    case 0: .flag(true)
    case 1: .flag(false)
    case 2: .byte(try number())
    case 3: .short(try number())
    case 4: .int(try number())
    case 5: .long(try number())
    case 6: .bytes(Array(try bytes(Int(try number(UInt16.self)))))
    case 7: .text(try text(Int(try number(UInt16.self))))
    case 8: .time(Instant(milliseconds: try number()))
    case 9: .uuid(Array(try bytes(16)))
    default: throw .headers
    }
  }

  mutating func number<Number: FixedWidthInteger>(
    _ type: Number.Type = Number.self
  ) throws(Fault) -> Number {
    try bytes(type.bitWidth / 8).number(at: 0, as: type)
  }

  mutating func text(_ count: Int) throws(Fault) -> String {
    guard let text = String(validating: try bytes(count), as: UTF8.self) else { throw .headers }
    return text
  }

  mutating func bytes(_ count: Int) throws(Fault) -> ArraySlice<UInt8> {
    guard rest.count >= count else { throw .headers }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}

extension ArraySlice<UInt8> {
  /// The big-endian number that begins `offset` bytes after the first.
  fileprivate func number<Number: FixedWidthInteger>(
    at offset: Int,
    as type: Number.Type
  ) -> Number {
    dropFirst(offset).prefix(type.bitWidth / 8)
      .reduce(Number.zero) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }
}

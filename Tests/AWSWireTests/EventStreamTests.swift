import AWSWire
import Testing

@Suite struct `CRC-32` {
  @Test(
    arguments: [
      ("", 0), ("123456789", 0xCBF4_3926), ("a", 0xE8B7_BE43),
      ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
    ] as [(String, UInt32)]
  )
  func `is that of ISO 3309`(text: String, sum: UInt32) {
    #expect(CRC32.of(Array(text.utf8)) == sum)
  }

  @Test func `is the same however long the rest behind whole words is`() {
    let bytes = (0..<64).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    for start in 0..<9 {
      for end in start..<64 {
        var slow = UInt32.max
        for byte in bytes[start..<end] {
          slow ^= UInt32(byte)
          for _ in 0..<8 { slow = slow & 1 == 0 ? slow >> 1 : slow >> 1 ^ 0xEDB8_8320 }
        }
        #expect(CRC32.of(bytes[start..<end]) == ~slow)
      }
    }
  }
}

@Suite struct `Event stream decoder` {
  private static let rich = EventStreamMessage(
    headers: [
      .init(":message-type", .text("event")), .init("yes", .flag(true)), .init("no", .flag(false)),
      .init("byte", .byte(-2)), .init("short", .short(-300)), .init("int", .int(-70_000)),
      .init("long", .long(.min)), .init("bytes", .bytes([0, 255])),
      .init("time", .time(Instant(milliseconds: -5))),
      .init("uuid", .uuid((0..<16).map { UInt8($0) })), .init("空", .text("日本 🎈")),
    ],
    payload: Array("{}".utf8)
  )
  private static let bare = EventStreamMessage(headers: [], payload: [])

  /// All that a decoder makes of pieces, and the fault that ended it.
  private func read(
    _ pieces: [[UInt8]]
  ) -> (messages: [EventStreamMessage], fault: EventStreamDecoder.Fault?) {
    var decoder = EventStreamDecoder()
    var messages: [EventStreamMessage] = []
    do throws(EventStreamDecoder.Fault) {
      for piece in pieces {
        decoder.take(piece)
        while let message = try decoder.next() { messages.append(message) }
      }
      try decoder.finish()
      return (messages, nil)
    } catch {
      return (messages, error)
    }
  }

  /// The messages of the specification's own test cases (awslabs/smithy, `event-stream` corpus).
  @Test(arguments: [
    ("0000001000000000 05c248eb 7d98c8ff", EventStreamMessage(headers: [], payload: [])),
    (
      "0000001d00000000 fd528c5a 7b27666f6f273a27626172277d c365 3936",
      EventStreamMessage(headers: [], payload: Array("{'foo':'bar'}".utf8))
    ),
  ])
  func `reads what others wrote`(hex: String, message: EventStreamMessage) {
    let digits = Array(hex.filter { $0 != " " })
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    let (messages, fault) = read([bytes])
    #expect(messages == [message] && fault == nil)
    #expect(message.encoded == bytes)
  }

  @Test func `reads messages with headers of all types, split at each byte`() {
    let bytes = Self.rich.encoded + Self.bare.encoded + Self.rich.encoded
    let wanted = [Self.rich, Self.bare, Self.rich]
    for cut in 0...bytes.count {
      let (messages, fault) = read([Array(bytes[..<cut]), Array(bytes[cut...])])
      #expect(messages == wanted && fault == nil, "split at \(cut)")
    }
    let (messages, fault) = read(bytes.map { [$0] })
    #expect(messages == wanted && fault == nil)
  }

  @Test func `a message that is cut short is not taken for a whole one`() {
    let bytes = Self.rich.encoded
    for length in 1..<bytes.count {
      let (messages, fault) = read([Array(bytes[..<length])])
      #expect(messages.isEmpty && fault == .truncated, "after \(length)")
    }
  }

  @Test func `no flipped bit goes unnoticed`() {
    let bytes = Self.rich.encoded
    for index in bytes.indices {
      for bit in 0..<8 {
        var broken = bytes
        broken[index] ^= 1 << bit
        let (messages, fault) = read([broken])
        #expect(messages.isEmpty && fault != nil, "bit \(bit) of byte \(index)")
      }
    }
  }

  /// A prelude that says what it likes, with the right checksum.
  private func prelude(_ length: UInt32, _ headers: UInt32) -> [UInt8] {
    func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
    let lengths = word(length) + word(headers)
    return lengths + word(CRC32.of(lengths))
  }

  @Test(
    arguments: [
      (15, 0, .length(15)), (0, 0, .length(0)), (.max, 0, .length(Int(UInt32.max))),
      (16_777_217, 0, .length(16_777_217)), (100, 85, .headerLength(85)),
      (16_777_216, 131_073, .headerLength(131_073)), (100, .max, .headerLength(Int(UInt32.max))),
    ] as [(UInt32, UInt32, EventStreamDecoder.Fault)]
  )
  func `lengths that no message has are refused before anything is waited for`(
    length: UInt32,
    headers: UInt32,
    fault: EventStreamDecoder.Fault
  ) {
    #expect(read([prelude(length, headers)]).fault == fault)
  }

  @Test(
    arguments: [
      [0, 7, 0, 0], [1], [1, 97], [1, 97, 10], [1, 97, 7, 0], [1, 97, 7, 0, 5, 1],
      [1, 97, 4, 0, 0],
      [1, 97, 9, 0], [1, 0xFF, 0], [1, 97, 7, 0, 1, 0xFF],
    ] as [[UInt8]]
  )
  func `headers that are not of the encoding's form are refused`(headers: [UInt8]) {
    func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
    let frame = prelude(UInt32(16 + headers.count), UInt32(headers.count)) + headers
    #expect(read([frame + word(CRC32.of(frame))]).fault == .headers)
  }

  @Test func `after a fault nothing is read any more`() {
    var decoder = EventStreamDecoder()
    decoder.take(prelude(3, 0))
    #expect(throws: EventStreamDecoder.Fault.length(3)) { try decoder.next() }
    decoder.take(Self.rich.encoded)
    #expect(throws: EventStreamDecoder.Fault.length(3)) { try decoder.next() }
    #expect(throws: EventStreamDecoder.Fault.length(3)) { try decoder.finish() }
  }
}

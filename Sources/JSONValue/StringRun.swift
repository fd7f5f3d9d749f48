/// The bytes of a string up to the next one that ends it, begins an escape or may not stand there.
///
/// Eight bytes are looked at together. With the tests of "Bit Twiddling Hacks" (S. E. Anderson,
/// "Determine if a word has a zero byte") a byte that is looked for sets the highest bit of its place;
/// a place above may be set by mistake, but never one below, so that the lowest one that is set is
/// right.
struct StringRun {
  /// The first byte that is not of it; the bytes' count where there is none.
  let end: Int
  /// Whether all bytes up to there are ASCII.
  let isASCII: Bool

  /// Finds the run that begins at `start`.
  init(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    let raw = UnsafeRawBufferPointer(bytes)
    var (position, highest) = (start, 0 as UInt64)
    while position + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      )
      let stops = StringRun.stops(in: word)
      guard stops == 0 else {
        let count = stops.trailingZeroBitCount / 8
        highest |= word & ~(.max << UInt64(count * 8))
        end = position + count
        isASCII = highest & StringRun.each(0x80) == 0
        return
      }
      highest |= word
      position += 8
    }
    while position < bytes.count, !StringRun.isStop(bytes[position]) {
      highest |= UInt64(bytes[position])
      position += 1
    }
    end = position
    isASCII = highest & StringRun.each(0x80) == 0
  }

  private static func isStop(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20
  }

  /// The highest bits of the places where a run may stop.
  private static func stops(in word: UInt64) -> UInt64 {
    let quotes = word ^ each(UInt8(ascii: "\""))
    let backslashes = word ^ each(UInt8(ascii: "\\"))
    let found =
      (quotes &- each(1)) & ~quotes | (backslashes &- each(1)) & ~backslashes
      | (word &- each(0x20)) & ~word
    return found & each(0x80)
  }

  /// A byte eight times.
  private static func each(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }
}

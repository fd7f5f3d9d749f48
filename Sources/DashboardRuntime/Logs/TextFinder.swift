/// Finds an ASCII text in bytes, whatever the case of its letters.
///
/// Sixteen places at a time are looked at: whether the text's first and last letter stand where they
/// would have to.
struct TextFinder: Sendable {
  private typealias Block = SIMD16<UInt8>

  private let needle: [UInt8]
  private let first: Block
  private let firstFold: Block
  private let last: Block
  private let lastFold: Block

  /// Takes the text; `nil` where it is empty or has letters beyond ASCII.
  init?(_ text: String) {
    needle = text.utf8.map(TextFinder.lower)
    guard let head = needle.first, let tail = needle.last, needle.allSatisfy({ $0 < 0x80 }) else {
      return nil
    }
    first = Block(repeating: head)
    last = Block(repeating: tail)
    firstFold = Block(repeating: TextFinder.fold(head))
    lastFold = Block(repeating: TextFinder.fold(tail))
  }

  /// Whether the text is in `bytes`.
  func isIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= needle.count, let base = bytes.baseAddress else { return false }
    let places = bytes.count - needle.count + 1
    let raw = UnsafeRawPointer(base)
    var place = 0
    while place + 16 <= places {
      let heads = raw.loadUnaligned(fromByteOffset: place, as: Block.self) | firstFold
      let tails =
        raw.loadUnaligned(fromByteOffset: place + needle.count - 1, as: Block.self) | lastFold
      let hits = (heads .== first) .& (tails .== last)
      let words = unsafeBitCast(hits, to: SIMD2<UInt64>.self)
      if words.x | words.y != 0, isAmong(words, base, place) { return true }
      place += 16
    }
    while place < places {
      if isHere(base + place) { return true }
      place += 1
    }
    return false
  }

  private func isAmong(
    _ hits: SIMD2<UInt64>,
    _ base: UnsafePointer<UInt8>,
    _ place: Int
  ) -> Bool {
    for half in 0..<2 {
      var bits = hits[half]
      while bits != 0 {
        let lane = bits.trailingZeroBitCount >> 3
        if isHere(base + place + 8 * half + lane) { return true }
        bits &= ~(0xFF << UInt64(8 * lane))
      }
    }
    return false
  }

  private func isHere(_ start: UnsafePointer<UInt8>) -> Bool {
    for index in needle.indices where TextFinder.lower(start[index]) != needle[index] {
      return false
    }
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  /// The bit in which a letter's cases differ; none for anything else.
  private static func fold(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? 0x20 : 0
  }
}

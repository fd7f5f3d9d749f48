/// Cuts UTF-8 text of any origin into glyphs that are safe to print, one at a time.
///
/// Whoever asks for a viewport's worth of glyphs pays for no more than that, however long the
/// text is. The bytes must be well-formed UTF-8, as a `String`'s are.
struct GlyphScanner {
  /// How far apart tab stops are, in columns.
  static let tabStop = 8

  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0
  private var column = 0
  private var pendingSpaces = 0
  private var spelling: Spelling?

  /// Starts at the beginning of `bytes`, which must outlive the scanner.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// How many bytes were taken so far.
  var bytesTaken: Int { offset }

  /// The next glyph, or nil at the end.
  mutating func next() -> Glyph? {
    guard let glyph = take() else { return nil }
    column += glyph.width
    return glyph
  }

  private mutating func take() -> Glyph? {
    if pendingSpaces > 0 {
      pendingSpaces -= 1
      return Glyph(scalar: 0x20, width: 1)
    }
    if let letter = spelling?.next() { return Glyph(scalar: letter, width: 1, isMark: true) }
    spelling = nil
    guard let (code, length) = decode(at: offset) else { return nil }
    offset += length
    switch ScalarClass(code) {
    case .narrow: return cluster(Glyph(scalar: code, width: 1))
    case .wide: return cluster(Glyph(scalar: code, width: 2))
    case .combining:
      var orphan = Glyph(scalar: 0x25CC, width: 1)
      _ = orphan.combine(code)
      return cluster(orphan)
    case .tab:
      pendingSpaces = GlyphScanner.tabStop - column % GlyphScanner.tabStop - 1
      return Glyph(scalar: 0x20, width: 1)
    case .control:
      return Glyph(scalar: code == 0x7F ? 0x2421 : 0x2400 + code, width: 1, isMark: true)
    case .regionalIndicator:
      return Glyph(scalar: code - 0x1F1E6 + 0x41, width: 1, isMark: true)
    case .unknown: return Glyph(scalar: 0xFFFD, width: 1, isMark: true)
    case .spelled, .presentation:
      var started = Spelling(code)
      let first = started.next() ?? 0xFFFD
      spelling = started
      return Glyph(scalar: first, width: 1, isMark: true)
    }
  }

  /// Adds to a base what belongs to it, and drops what only some terminals would join to it.
  private mutating func cluster(_ base: Glyph) -> Glyph {
    guard offset < bytes.count, bytes[offset] >= 0xCC else { return base }
    var glyph = base
    var mayDropPresentation = true
    while let (code, length) = decode(at: offset) {
      switch ScalarClass(code) {
      case .combining where code == 0x20E3 && base.scalar < 0x80: break
      case .combining:
        guard glyph.combine(code) else { return glyph }
      case .presentation where mayDropPresentation: mayDropPresentation = false
      case .wide where isSkinTone(code) && isPictographic(base.scalar): break
      default: return glyph
      }
      offset += length
    }
    return glyph
  }

  private func decode(at index: Int) -> (code: UInt32, length: Int)? {
    guard index < bytes.count else { return nil }
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard index + length <= bytes.count else { return (0xFFFD, bytes.count - index) }
    var code = first & (0xFF >> UInt32(length + 1))
    for next in index + 1..<index + length { code = code << 6 | UInt32(bytes[next] & 0x3F) }
    return (code, length)
  }
}

/// The letters of `\u{202E}`, one at a time.
private struct Spelling {
  private let code: UInt32
  private let digits: Int
  private var position = 0

  init(_ code: UInt32) {
    self.code = code
    digits = max(2, (32 - code.leadingZeroBitCount + 3) / 4)
  }

  mutating func next() -> UInt32? {
    defer { position += 1 }
    switch position {
    case 0: return 0x5C
    case 1: return 0x75
    case 2: return 0x7B
    case 3..<3 + digits:
      let digit = (code >> UInt32(4 * (digits + 2 - position))) & 0xF
      return digit < 10 ? 0x30 + digit : 0x41 + digit - 10
    case 3 + digits: return 0x7D
    default: return nil
    }
  }
}

private func isSkinTone(_ code: UInt32) -> Bool { (0x1F3FB...0x1F3FF).contains(code) }

/// Whether emoji sequences are made of it; digits count as emoji in Unicode but not here.
private func isPictographic(_ code: UInt32) -> Bool {
  code >= 0xA9 && (Unicode.Scalar(code)?.properties.isEmoji ?? false)
}

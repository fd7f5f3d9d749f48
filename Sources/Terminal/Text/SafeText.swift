/// Text that may be printed: whatever it was made from, it holds nothing a terminal obeys.
///
/// This room knows how wide text is and what in it is dangerous: controls, escape sequences, and
/// bidirectional, invisible or unassigned characters are replaced by visible marks. It must not
/// know where text comes from or what it looks like on the screen.
package struct SafeText: Hashable, Sendable {
  /// The printable text.
  package let text: String
  /// How many columns it takes.
  package let width: Int
  /// Where marks stand for something else: ranges of UTF-8 offsets in `text`, ascending.
  package let marks: [Range<Int>]

  /// Makes any text printable, in time linear in its length.
  package init(_ raw: String) {
    self.init(raw, columns: 0..<Int.max)
  }

  /// Makes printable only what falls into those columns, and reads no further.
  package init(_ raw: String, columns: Range<Int>) {
    var raw = raw
    let plain = raw.withUTF8 { bytes in isPrintableASCII(bytes, limit: columns.upperBound) }
    if plain {
      let length = raw.utf8.count
      let lower = min(columns.lowerBound, length)
      let upper = min(columns.upperBound, length)
      let piece = Substring(raw.utf8.dropFirst(lower).prefix(upper - lower))
      let isWhole = lower == 0 && upper == length
      self.init(text: isWhole ? raw : String(piece), width: upper - lower, marks: [])
    } else {
      var builder = SafeTextBuilder(columns: columns)
      raw.withUTF8 { bytes in builder.scan(bytes) }
      self.init(text: builder.text, width: builder.width, marks: builder.marks)
    }
  }

  /// Makes any text printable in which it is known where marks stand.
  ///
  /// - Parameters:
  ///   - raw: the text.
  ///   - marks: where marks stand: ranges of UTF-8 offsets, ascending.
  package init(_ raw: String, marks: [Range<Int>]) {
    guard !marks.isEmpty else {
      self.init(raw)
      return
    }
    var builder = SafeTextBuilder()
    builder.scan(SafeText(text: raw, width: 0, marks: marks))
    self = builder.result
  }

  /// Puts parts together that are safe already.
  init(text: String, width: Int, marks: [Range<Int>]) {
    self.text = text
    self.width = width
    self.marks = marks
  }

  /// No text.
  package static let empty = SafeText(text: "", width: 0, marks: [])

  /// Whether there is no text.
  package var isEmpty: Bool { width == 0 }

  /// Whether something had to be replaced by a mark.
  package var hasMarks: Bool { !marks.isEmpty }

  /// Whether every byte is one column.
  var isASCII: Bool { text.utf8.count == width }

  /// The printable form of any text, for output that is not a frame.
  package static func visible(_ raw: String) -> String { SafeText(raw).text }

  /// The lines of a text, each printable; a last line end makes no empty line.
  package static func lines(_ raw: String) -> [SafeText] {
    var pieces = raw.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    if pieces.count > 1, pieces.last?.isEmpty == true { pieces.removeLast() }
    return pieces.map { piece in
      let line = piece.last == 0x0D ? piece.dropLast() : piece
      return SafeText(String(Substring(line)))
    }
  }
}

extension SafeText: ExpressibleByStringLiteral {
  /// Makes text of a literal.
  package init(stringLiteral value: String) {
    self.init(value)
  }
}

extension SafeText: ExpressibleByStringInterpolation {}

extension SafeText: CustomStringConvertible {
  /// The printable text.
  package var description: String { text }
}

/// Whether the first `limit` bytes need no change; stops at the first that does.
func isPrintableASCII(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> Bool {
  // One byte more than the columns: what combines with the last one follows it.
  let count = limit < bytes.count ? limit + 1 : bytes.count
  for index in 0..<count where bytes[index] < 0x20 || bytes[index] > 0x7E { return false }
  return true
}

/// Collects the glyphs that fall into a range of columns.
struct SafeTextBuilder {
  /// The printable text so far.
  private(set) var text = ""
  /// How many columns it takes.
  private(set) var width = 0
  /// Where marks stand in it, as ranges of UTF-8 offsets.
  private(set) var marks: [Range<Int>] = []
  /// How far into the bytes the last scan had to look.
  private(set) var bytesRead = 0
  private let columns: Range<Int>
  private var column = 0

  /// Makes a builder that takes only what falls into those columns.
  init(columns: Range<Int> = 0..<Int.max) {
    self.columns = columns
  }

  /// Takes glyphs until the range is full or the bytes end.
  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = GlyphScanner(bytes)
    while column < columns.upperBound, let glyph = scanner.next() { append(glyph) }
    bytesRead = scanner.bytesTaken
  }

  /// Takes the glyphs of safe text, whose marks stay marks.
  mutating func scan(_ safe: SafeText) {
    var source = safe.text
    var marks = safe.marks[...]
    source.withUTF8 { bytes in
      var scanner = GlyphScanner(bytes)
      while column < columns.upperBound {
        let start = scanner.bytesTaken
        guard var glyph = scanner.next() else { return }
        while let mark = marks.first, mark.upperBound <= start { marks.removeFirst() }
        glyph.isMark = marks.first?.contains(start) ?? false
        append(glyph)
      }
    }
  }

  private mutating func append(_ glyph: Glyph) {
    let start = column
    column += glyph.width
    guard column > columns.lowerBound else { return }
    if start < columns.lowerBound || column > columns.upperBound {
      // Half of a wide glyph would be in the range: a space keeps the columns aligned.
      text.append(" ")
      width += 1
      return
    }
    let from = text.utf8.count
    glyph.append(to: &text)
    width += glyph.width
    guard glyph.isMark else { return }
    let upper = text.utf8.count
    if let last = marks.last, last.upperBound == from {
      marks[marks.count - 1] = last.lowerBound..<upper
    } else {
      marks.append(from..<upper)
    }
  }

  /// What was collected.
  var result: SafeText { SafeText(text: text, width: width, marks: marks) }
}

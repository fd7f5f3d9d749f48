extension SafeText {
  /// Breaks it into lines of at most `columns`, between words where they fit, at most `limit`.
  ///
  /// Text beyond the last line is left out; the work is bounded by what is returned.
  package func wrapped(to columns: Int, limit: Int = .max) -> [SafeText] {
    lines(LineWrapper(columns: columns, limit: limit, keepsWords: true))
  }

  /// Breaks it into lines wherever `columns` are full; every space stays.
  package func chunked(to columns: Int) -> [SafeText] {
    lines(LineWrapper(columns: columns, limit: .max, keepsWords: false))
  }

  private func lines(_ wrapper: LineWrapper) -> [SafeText] {
    guard wrapper.columns > 0, wrapper.limit > 0 else { return [] }
    guard width > wrapper.columns else { return [self] }
    var wrapper = wrapper
    var source = text
    source.withUTF8 { wrapper.scan($0) }
    var cutter = MarkCutter(marks)
    return wrapper.ranges.map { line in
      let bytes = text.utf8
      let start = bytes.index(bytes.startIndex, offsetBy: line.bytes.lowerBound)
      let end = bytes.index(start, offsetBy: line.bytes.count)
      return SafeText(
        text: String(text[start..<end]),
        width: line.width,
        marks: cutter.marks(in: line.bytes)
      )
    }
  }
}

/// Deals the marks of a text out to its pieces, which are asked for from first to last.
struct MarkCutter {
  /// How many marks were looked at so far, over and over again included.
  private(set) var looks = 0
  private let marks: [Range<Int>]
  private var next = 0

  /// Takes ascending ranges of UTF-8 offsets.
  init(_ marks: [Range<Int>]) { self.marks = marks }

  /// The marks in the piece that `bytes` tell, counted from where the piece begins.
  mutating func marks(in bytes: Range<Int>) -> [Range<Int>] {
    var inside: [Range<Int>] = []
    while next < marks.count {
      looks += 1
      let clamped = marks[next].clamped(to: bytes)
      if !clamped.isEmpty {
        inside.append(clamped.lowerBound - bytes.lowerBound..<clamped.upperBound - bytes.lowerBound)
      }
      // What goes on behind the piece is also the next one's.
      guard marks[next].upperBound <= bytes.upperBound else { break }
      next += 1
    }
    return inside
  }
}

/// Finds where lines end.
private struct LineWrapper {
  struct Line {
    var bytes: Range<Int>
    var width: Int
  }

  private(set) var ranges: [Line] = []
  let columns: Int
  let limit: Int
  private let keepsWords: Bool
  private var lineStart = 0
  private var lineWidth = 0
  /// Where the line could end: just before the last run of spaces, and what follows that run.
  private var breakEnd = 0
  private var breakWidth = 0
  private var resumeStart = 0
  private var resumeWidth = 0
  private var hasBreak = false
  private var afterSpace = false

  init(columns: Int, limit: Int, keepsWords: Bool) {
    self.columns = columns
    self.limit = limit
    self.keepsWords = keepsWords
  }

  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = GlyphScanner(bytes)
    while ranges.count < limit {
      let start = scanner.bytesTaken
      guard let glyph = scanner.next() else {
        if lineWidth > 0 || ranges.isEmpty { end(at: start, width: lineWidth) }
        return
      }
      take(glyph, from: start, to: scanner.bytesTaken)
    }
  }

  private mutating func take(_ glyph: Glyph, from start: Int, to next: Int) {
    let isSpace = keepsWords && glyph.scalar == 0x20
    if isSpace {
      if !afterSpace {
        (breakEnd, breakWidth, hasBreak) = (start, lineWidth, lineWidth > 0)
      }
      (resumeStart, resumeWidth) = (next, lineWidth + 1)
    }
    afterSpace = isSpace
    if lineWidth + glyph.width > columns {
      if isSpace && hasBreak {
        end(at: breakEnd, width: breakWidth)
        begin(at: next, width: 0)
        return
      }
      if hasBreak {
        end(at: breakEnd, width: breakWidth)
        begin(at: resumeStart, width: lineWidth - resumeWidth)
      } else {
        end(at: start, width: lineWidth)
        begin(at: start, width: 0)
      }
      // A glyph wider than the whole line would never fit: it gets a line of its own.
      if lineWidth + glyph.width > columns && lineWidth > 0 {
        end(at: start, width: lineWidth)
        begin(at: start, width: 0)
      }
    }
    lineWidth += glyph.width
  }

  private mutating func begin(at start: Int, width: Int) {
    lineStart = start
    lineWidth = width
    hasBreak = false
  }

  private mutating func end(at end: Int, width: Int) {
    guard ranges.count < limit, end > lineStart || ranges.isEmpty else { return }
    ranges.append(Line(bytes: lineStart..<end, width: width))
  }
}

extension SafeText {
  /// Breaks it into lines of at most `columns`, between words where they fit, at most `limit`.
  ///
  /// Text beyond the last line is left out; the work is bounded by what is returned.
  package func wrapped(to columns: Int, limit: Int = .max) -> [SafeText] {
    guard columns > 0, limit > 0 else { return [] }
    guard width > columns else { return [self] }
    var wrapper = LineWrapper(columns: columns, limit: limit)
    var source = text
    source.withUTF8 { wrapper.scan($0) }
    return wrapper.ranges.map(piece)
  }

  private func piece(_ range: LineWrapper.Line) -> SafeText {
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: range.bytes.lowerBound)
    let end = bytes.index(start, offsetBy: range.bytes.count)
    let inside = marks.compactMap { mark -> Range<Int>? in
      let clamped = mark.clamped(to: range.bytes)
      guard !clamped.isEmpty else { return nil }
      let base = range.bytes.lowerBound
      return clamped.lowerBound - base..<clamped.upperBound - base
    }
    return SafeText(text: String(text[start..<end]), width: range.width, marks: inside)
  }
}

/// Finds where lines end.
private struct LineWrapper {
  struct Line {
    var bytes: Range<Int>
    var width: Int
  }

  private(set) var ranges: [Line] = []
  private let columns: Int
  private let limit: Int
  private var lineStart = 0
  private var lineWidth = 0
  /// Where the line could end: just before the last run of spaces, and what follows that run.
  private var breakEnd = 0
  private var breakWidth = 0
  private var resumeStart = 0
  private var resumeWidth = 0
  private var hasBreak = false
  private var afterSpace = false

  init(columns: Int, limit: Int) {
    self.columns = columns
    self.limit = limit
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
    let isSpace = glyph.scalar == 0x20
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

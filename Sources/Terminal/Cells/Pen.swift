/// Writes glyphs into one row of a frame, cutting them off at the edges.
struct Pen {
  private let base: Int
  private let row: Int
  private let origin: Int
  /// The first and the last column that may be written, the last exclusive.
  private let first: Int
  private let end: Int
  private let style: UInt16
  private let marks: UInt16
  private var column: Int

  /// Starts at `point`, whose row must be inside the frame.
  init(frame: Frame, at point: Point, style: UInt16, marks: UInt16?, maxWidth: Int) {
    row = point.y
    base = point.y * frame.size.columns
    origin = point.x
    column = point.x
    first = max(0, point.x)
    let room = maxWidth > frame.size.columns - point.x
    end = room ? frame.size.columns : point.x + max(0, maxWidth)
    self.style = style
    self.marks = marks ?? style
  }

  /// Writes UTF-8 text of any origin until it ends or the row is full.
  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>, into frame: inout Frame) {
    guard max(column, first) < end, !bytes.isEmpty else { return }
    frame.repairStart(row: row, at: first)
    if isPrintableASCII(bytes, limit: end - column) {
      writeASCII(bytes, into: &frame)
      return
    }
    var scanner = GlyphScanner(bytes)
    while column < end, let glyph = scanner.next() {
      place(glyph, style: glyph.isMark ? marks : style, in: &frame)
    }
  }

  /// Writes text that is safe already and has marks at known places.
  mutating func write(
    _ bytes: UnsafeBufferPointer<UInt8>,
    marked: [Range<Int>],
    into frame: inout Frame
  ) {
    guard max(column, first) < end, !bytes.isEmpty else { return }
    frame.repairStart(row: row, at: first)
    var scanner = GlyphScanner(bytes)
    var next = 0
    while column < end {
      let start = scanner.bytesTaken
      guard let glyph = scanner.next() else { return }
      while next < marked.count, marked[next].upperBound <= start { next += 1 }
      let isMark = next < marked.count && marked[next].contains(start)
      place(glyph, style: isMark ? marks : style, in: &frame)
    }
  }

  /// Repairs what the last glyph cut through and returns how many columns were used.
  func finish(in frame: inout Frame) -> Int {
    let stop = min(column, end)
    guard stop > first else { return 0 }
    frame.repairEnd(row: row, at: stop)
    return stop - origin
  }

  private mutating func writeASCII(
    _ bytes: UnsafeBufferPointer<UInt8>,
    into frame: inout Frame
  ) {
    let skipped = min(bytes.count, first - column)
    let count = min(bytes.count, end - column)
    let target = base + column
    frame.cells.withUnsafeMutableBufferPointer { cells in
      for index in skipped..<max(skipped, count) {
        cells[target + index] = Cell(scalar: UInt32(bytes[index]), style: style)
      }
    }
    column += count
  }

  private mutating func place(_ glyph: Glyph, style: UInt16, in frame: inout Frame) {
    let start = column
    column += glyph.width
    if start >= first, column <= end {
      let combining = glyph.combiningCount == 0 ? 0 : frame.combinings.number(of: glyph.combining)
      frame.cells[base + start] = Cell(
        scalar: glyph.scalar,
        isWide: glyph.width == 2,
        style: style,
        combining: combining
      )
      if glyph.width == 2 { frame.cells[base + start + 1] = .continuation(style) }
    } else if column > first {
      // Half of a wide glyph sticks out: a space takes the half that is inside.
      frame.cells[base + max(start, first)] = .blank(style)
    }
  }
}

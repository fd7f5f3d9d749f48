extension Frame {
  /// Draws a line of one glyph to the right and returns the columns it took.
  @discardableResult
  package mutating func horizontal(
    at point: Point,
    width: Int,
    style: Style,
    glyph: SafeText = BoxGlyphs.rounded.horizontal
  ) -> Int {
    guard point.y >= 0, point.y < size.rows, width > 0 else { return 0 }
    let start = max(0, point.x)
    let end = min(size.columns, point.x + width)
    guard end > start else { return 0 }
    for column in start..<end {
      put(glyph, at: Point(x: column, y: point.y), style: style, maxWidth: 1)
    }
    return end - start
  }

  /// Draws a line of one glyph downwards.
  package mutating func vertical(
    at point: Point,
    height: Int,
    style: Style,
    glyph: SafeText = BoxGlyphs.rounded.vertical
  ) {
    let end = min(size.rows, point.y + height)
    for row in stride(from: max(0, point.y), to: end, by: 1) {
      put(glyph, at: Point(x: point.x, y: row), style: style, maxWidth: 1)
    }
  }

  /// Draws a frame along the edges of `rect`, with what its upper edge says.
  ///
  /// `title` stands at the left, `note` at the right if there is room for both.
  package mutating func box(
    _ rect: Rect,
    style: Style,
    title: [Span] = [],
    note: [Span] = [],
    glyphs: BoxGlyphs = .rounded
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let right = rect.maxX - 1
    let bottom = rect.maxY - 1
    for (row, left, end) in [
      (rect.y, glyphs.topLeft, glyphs.topRight), (bottom, glyphs.bottomLeft, glyphs.bottomRight),
    ] {
      horizontal(
        at: Point(x: rect.x + 1, y: row),
        width: rect.width - 2,
        style: style,
        glyph: glyphs.horizontal
      )
      put(left, at: Point(x: rect.x, y: row), style: style)
      put(end, at: Point(x: right, y: row), style: style)
    }
    for column in [rect.x, right] {
      vertical(
        at: Point(x: column, y: rect.y + 1),
        height: rect.height - 2,
        style: style,
        glyph: glyphs.vertical
      )
    }
    label(title, note: note, on: rect.row(0), style: style)
  }

  private mutating func label(_ title: [Span], note: [Span], on line: Rect, style: Style) {
    let room = line.width - 4
    guard room > 0 else { return }
    var taken = 0
    if !title.isEmpty {
      taken = put([pad(style)] + title, at: line.origin.offset(columns: 1), maxWidth: room)
      taken += put(" ", at: line.origin.offset(columns: 1 + taken), style: style)
    }
    let width = note.reduce(2) { $0 + $1.text.width }
    guard !note.isEmpty, taken + width <= room + 1 else { return }
    put(
      [pad(style)] + note + [pad(style)],
      at: Point(x: line.maxX - 1 - width, y: line.y),
      maxWidth: width
    )
  }

  private func pad(_ style: Style) -> Span { Span(" ", style) }
}

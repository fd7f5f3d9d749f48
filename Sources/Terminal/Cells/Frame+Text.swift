extension Frame {
  /// Draws text of any origin and returns how many columns it took.
  ///
  /// What is left of column 0, right of the frame or beyond `maxWidth` is cut off, and no more of
  /// the text is looked at than that. Marks, which stand for something dangerous, may have a look
  /// of their own.
  @discardableResult
  package mutating func put(
    _ text: String,
    at point: Point,
    style: Style,
    maxWidth: Int = .max,
    marks: Style? = nil
  ) -> Int {
    guard point.y >= 0, point.y < size.rows else { return 0 }
    var pen = Pen(
      frame: self,
      at: point,
      style: styles.number(of: style),
      marks: marks.map { styles.number(of: $0) },
      maxWidth: maxWidth
    )
    var text = text
    text.withUTF8 { bytes in pen.write(bytes, into: &self) }
    return pen.finish(in: &self)
  }

  /// Draws safe text and returns how many columns it took.
  @discardableResult
  package mutating func put(
    _ text: SafeText,
    at point: Point,
    style: Style,
    maxWidth: Int = .max,
    marks: Style? = nil
  ) -> Int {
    guard marks != nil, text.hasMarks else {
      return put(text.text, at: point, style: style, maxWidth: maxWidth)
    }
    guard point.y >= 0, point.y < size.rows else { return 0 }
    var pen = Pen(
      frame: self,
      at: point,
      style: styles.number(of: style),
      marks: marks.map { styles.number(of: $0) },
      maxWidth: maxWidth
    )
    var source = text.text
    source.withUTF8 { bytes in pen.write(bytes, marked: text.marks, into: &self) }
    return pen.finish(in: &self)
  }

  /// Draws pieces of text one after the other and returns how many columns they took.
  @discardableResult
  package mutating func put(_ spans: [Span], at point: Point, maxWidth: Int = .max) -> Int {
    var used = 0
    for span in spans where used < maxWidth {
      used += put(
        span.text,
        at: point.offset(columns: used),
        style: span.style,
        maxWidth: maxWidth - used
      )
    }
    return used
  }

  /// Draws text that ends just before column `end` and returns where it starts.
  @discardableResult
  package mutating func put(
    _ text: SafeText,
    endingAt end: Point,
    style: Style,
    maxWidth: Int = .max
  ) -> Int {
    let width = min(text.width, maxWidth)
    let start = end.x - width
    put(text, at: Point(x: start, y: end.y), style: style, maxWidth: width)
    return start
  }

  /// A row as plain text, without the spaces at its end.
  package func line(_ row: Int) -> String {
    guard row >= 0, row < size.rows else { return "" }
    var text = ""
    var spaces = 0
    for cell in cells[range(ofRow: row)] where !cell.isContinuation {
      if cell.scalar == 0x20, cell.combining == 0 {
        spaces += 1
        continue
      }
      text += String(repeating: " ", count: spaces)
      spaces = 0
      append(cell, to: &text)
    }
    return text
  }

  /// All rows as plain text, one line each.
  package var text: String {
    (0..<size.rows).map(line).joined(separator: "\n")
  }

  /// The character in a cell: empty for the right half of a wide one and outside the frame.
  package func character(at point: Point) -> String {
    guard bounds.contains(point) else { return "" }
    var text = ""
    let cell = cells[point.y * size.columns + point.x]
    if !cell.isContinuation { append(cell, to: &text) }
    return text
  }

  private func append(_ cell: Cell, to text: inout String) {
    text.unicodeScalars.append(Unicode.Scalar(cell.scalar) ?? "\u{FFFD}")
    guard cell.combining != 0 else { return }
    let codes = combinings[cell.combining]
    for index in 0..<4 where codes[index] != 0 {
      text.unicodeScalars.append(Unicode.Scalar(codes[index]) ?? "\u{FFFD}")
    }
  }
}

import Terminal
import Testing

@Suite("A frame")
struct FrameTests {
  private let red = Style(foreground: .palette(1))
  private let bold = Style(attributes: .bold)

  private func frame(_ columns: Int, _ rows: Int) -> Frame {
    Frame(size: Size(columns: columns, rows: rows))
  }

  @Test("shows text where it was put and says how wide it was")
  func text() {
    var frame = frame(10, 2)
    #expect(frame.put("ab中", at: Point(x: 1, y: 0), style: red) == 4)
    #expect(frame.text == " ab中\n")
    #expect(frame.style(at: Point(x: 3, y: 0)) == red)
    #expect(frame.style(at: Point(x: 5, y: 0)) == .plain)
    #expect(frame.character(at: Point(x: 3, y: 0)) == "中")
    #expect(frame.character(at: Point(x: 4, y: 0)) == "")
  }

  @Test("cuts off what is outside, and never half a wide glyph")
  func clipping() {
    var frame = frame(5, 1)
    #expect(frame.put("abc中", at: Point(x: 1, y: 0), style: .plain) == 4)
    #expect(frame.line(0) == " abc")
    frame.put("中文字", at: Point(x: -1, y: 0), style: .plain)
    #expect(frame.line(0) == " 文字")
    frame.put("xyz", at: Point(x: -2, y: 0), style: .plain)
    #expect(frame.line(0) == "z文字")
    #expect(frame.put("abc", at: Point(x: 0, y: 1), style: .plain) == 0)
    #expect(frame.put("abc", at: Point(x: 0, y: -1), style: .plain) == 0)
    #expect(frame.put("abc", at: Point(x: 9, y: 0), style: .plain) == 0)
    #expect(frame.put("abcdef", at: .origin, style: .plain, maxWidth: 2) == 2)
    #expect(frame.line(0) == "ab 字")
    #expect(frame.put("中", at: .origin, style: .plain, maxWidth: 1) == 1)
    #expect(frame.line(0) == " b 字")
  }

  @Test("repairs wide glyphs that are overwritten by half")
  func repair() {
    var left = frame(6, 1)
    left.put("中文字", at: .origin, style: .plain)
    left.put("x", at: Point(x: 2, y: 0), style: .plain)
    #expect(left.line(0) == "中x 字")
    var right = frame(6, 1)
    right.put("中文字", at: .origin, style: .plain)
    right.put("x", at: Point(x: 3, y: 0), style: .plain)
    #expect(right.line(0) == "中 x字")
    var across = frame(6, 1)
    across.put("中文字", at: .origin, style: .plain)
    across.put("漢", at: Point(x: 1, y: 0), style: .plain)
    #expect(across.line(0) == " 漢 字")
    var filled = frame(6, 1)
    filled.put("中文字", at: .origin, style: .plain)
    filled.fill(Rect(x: 1, y: 0, width: 2, height: 1), red)
    #expect(filled.line(0) == "    字")
    #expect(filled.character(at: Point(x: 3, y: 0)) == " ")
    var untouched = frame(6, 1)
    untouched.put("中文字", at: .origin, style: .plain)
    untouched.put("", at: Point(x: 1, y: 0), style: .plain)
    #expect(untouched.line(0) == "中文字")
  }

  @Test("makes text safe on its way in and may style the marks")
  func safety() {
    var frame = frame(12, 1)
    frame.put("a\u{1B}[2J", at: .origin, style: .plain, marks: red)
    #expect(frame.line(0) == "a␛[2J")
    #expect(frame.style(at: Point(x: 1, y: 0)) == red)
    #expect(frame.style(at: Point(x: 2, y: 0)) == .plain)
    var safe = Frame(size: Size(columns: 12, rows: 1))
    safe.put(SafeText("a\u{1B}[2J"), at: .origin, style: .plain, marks: red)
    #expect(safe == frame)
  }

  @Test("holds up to four combining characters a cell")
  func combining() {
    var frame = frame(4, 1)
    frame.put("e\u{301}\u{323}x", at: .origin, style: .plain)
    #expect(frame.character(at: .origin) == "e\u{301}\u{323}")
    #expect(frame.line(0) == "e\u{301}\u{323}x")
  }

  @Test("draws boxes with a title and a note")
  func boxes() {
    var frame = frame(24, 4)
    frame.box(
      frame.bounds,
      style: .plain,
      title: [Span("1 Logs", bold)],
      note: [Span("3/s", .plain)]
    )
    #expect(
      frame.text == """
        ╭ 1 Logs ───────── 3/s ╮
        │                      │
        │                      │
        ╰──────────────────────╯
        """
    )
    #expect(frame.style(at: Point(x: 2, y: 0)) == bold)
  }

  @Test(
    "draws boxes of any size inside the frame or not",
    arguments: [(0, 0), (1, 1), (2, 2), (3, 2), (5, 3), (30, 9)]
  )
  func smallBoxes(width: Int, height: Int) {
    var frame = frame(8, 4)
    frame.box(
      Rect(x: -1, y: -1, width: width, height: height),
      style: .plain,
      title: [Span("a long title", .plain)],
      note: [Span("note", .plain)]
    )
    #expect(frame.text.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
  }

  @Test("puts spans one after the other and text up to a column")
  func spans() {
    var frame = frame(10, 1)
    #expect(frame.put([Span("ab", red), Span("cd", bold)], at: .origin, maxWidth: 3) == 3)
    #expect(frame.line(0) == "abc")
    #expect(frame.style(at: Point(x: 2, y: 0)) == bold)
    #expect(frame.put("12", endingAt: Point(x: 10, y: 0), style: .plain) == 8)
    #expect(frame.line(0) == "abc     12")
  }

  @Test("is equal to another that shows the same, in whatever order it was drawn")
  func equality() {
    var first = frame(4, 1)
    first.put("a", at: .origin, style: red)
    first.put("b", at: Point(x: 1, y: 0), style: bold)
    var second = frame(4, 1)
    second.put("b", at: Point(x: 1, y: 0), style: bold)
    second.put("a", at: .origin, style: red)
    #expect(first == second)
    #expect(first.hashValue == second.hashValue)
    second.restyle(Rect(x: 0, y: 0, width: 1, height: 1)) { $0.adding(.bold) }
    #expect(first != second)
    second = first
    second.cursor = .origin
    #expect(first != second)
  }

  @Test("never shows a glyph by half, however it is drawn on")
  func fuzz() {
    var random = Sequence32(seed: 7)
    let texts = ["中", "a", "中文", "x\u{301}y", "漢a字", "\t", "\u{1B}", "😀b", ""]
    var frame = frame(9, 2)
    for _ in 0..<3_000 {
      let point = Point(x: random.next(14) - 3, y: random.next(2))
      if random.next(5) == 0 {
        frame.fill(Rect(x: point.x, y: point.y, width: random.next(4), height: 1), red)
      } else {
        let limit = random.next(2) == 0 ? Int.max : random.next(4)
        frame.put(texts[random.next(texts.count)], at: point, style: bold, maxWidth: limit)
      }
      for row in 0..<2 {
        let widths = (0..<9).map { SafeText(frame.character(at: Point(x: $0, y: row))).width }
        #expect(widths.reduce(0, +) == 9, "row \(row): \(frame.line(row))")
      }
    }
  }
}

@Suite("A rectangle")
struct RectTests {
  @Test("is cut into parts that cover it exactly")
  func parts() {
    let rect = Rect(x: 2, y: 3, width: 10, height: 7)
    #expect(rect.split(top: 99).top == rect)
    #expect(rect.split(left: -1).left.isEmpty)
    #expect(rect.split(bottom: 2).bottom == Rect(x: 2, y: 8, width: 10, height: 2))
    #expect(rect.inset(columns: 6, rows: 1).isEmpty)
    #expect(rect.intersection(Rect(x: 20, y: 0, width: 5, height: 5)).isEmpty)
  }
}

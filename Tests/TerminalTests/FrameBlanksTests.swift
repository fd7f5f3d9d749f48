import Testing

@testable import Terminal

@Suite("Spaces that take the style before them")
struct FrameBlanksTests {
  private let size = Size(columns: 12, rows: 1)
  private let red = Style(foreground: .palette(1))
  private let bold = Style(foreground: .palette(2), attributes: .bold)
  private let ground = Style(background: .palette(4))

  private func frame(_ spans: [(String, Style)]) -> Frame {
    var frame = Frame(size: size)
    var column = 0
    for (text, style) in spans {
      column += frame.put(text, at: Point(x: column, y: 0), style: style)
    }
    return frame
  }

  private func styles(_ spans: [(String, Style)]) -> [Style] {
    let quiet = frame(spans).settingBlanksQuietly()
    return (0..<size.columns).map { quiet.style(at: Point(x: $0, y: 0)) }
  }

  @Test("need no change of style between words, nor after the last one")
  func words() {
    let styles = styles([("ab", red), (" ", .plain), ("cd", bold), ("   ", red)])
    #expect(styles == [red, red, red] + Array(repeating: bold, count: 9))
  }

  @Test("keep their own style at the start of a row and where the background changes")
  func grounds() {
    let styles = styles([(" ", red), ("a", bold), ("  ", ground), (" ", red)])
    #expect(styles.prefix(6) == [red, bold, ground, ground, red, red])
  }

  @Test(
    "keep their own style where it shows, and never take one that would",
    arguments: [Style(attributes: .underline), Style(attributes: .reverse)]
  )
  func visible(_ style: Style) {
    let styles = styles([("a", red), (" ", style), ("b", style), ("  ", red)])
    #expect(styles.prefix(5) == [red, style, style, red, red])
  }

  @Test("leave text, wide glyphs, marks and the cursor as they are")
  func contents() {
    var frame = frame([("a中 ", red), ("e\u{301} \u{A0}|", bold)])
    frame.cursor = Point(x: 3, y: 0)
    let quiet = frame.settingBlanksQuietly()
    #expect(quiet.text == frame.text)
    #expect(quiet.cursor == frame.cursor)
    for column in 0..<size.columns where frame.character(at: Point(x: column, y: 0)) != " " {
      let point = Point(x: column, y: 0)
      #expect(quiet.style(at: point) == frame.style(at: point))
    }
  }

  @Test("follow from their row alone")
  func rows() {
    let size = Size(columns: 4, rows: 2)
    var frame = Frame(size: size)
    frame.put("abcd", at: .origin, style: red)
    frame.put("  b ", at: Point(x: 0, y: 1), style: bold)
    let quiet = frame.settingBlanksQuietly()
    #expect((0..<4).map { quiet.style(at: Point(x: $0, y: 1)) } == [bold, bold, bold, bold])
    #expect(quiet.settingBlanksQuietly() == quiet)
  }
}

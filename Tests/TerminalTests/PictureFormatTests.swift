import JSONValue
import TestKit
import Testing

@testable import Terminal

@Suite("Frames as files")
struct PictureFormatTests {
  static let texts = [
    "plain", "漢字 wide", "e\u{301}\u{302}\u{303}\u{304}\u{305}", "\u{1B}[31mred\u{1B}[0m",
    "\u{202E}rtl\u{2066}", "👨‍👩‍👧🏽🏽 family", "👩\u{200D}\u{1F3FD}x", "🇩🇪", "a\tb", "\u{0}\u{7F}\u{9B}",
    "<&\"'>", "\u{FE0F}❤\u{FE0F}", "\u{0301}orphan", "ﷺ\u{FFFE}\u{378}",
  ]

  static func frame() -> Frame {
    var frame = Frame(size: Size(columns: 30, rows: texts.count), style: .plain)
    for (row, text) in texts.enumerated() {
      let style = Style(
        foreground: row % 3 == 0 ? .rgb(1, 2, 255) : .palette(UInt8(row)),
        background: row % 2 == 0 ? .terminalDefault : .rgb(9, 9, 9),
        attributes: Attributes(rawValue: UInt8(row % 32))
      )
      frame.put(text, at: Point(x: row, y: row), style: style)
    }
    return frame
  }

  @Test("ANSI holds SGR and no other sequence, and shows the same on a terminal")
  func ansi() {
    let frame = PictureFormatTests.frame()
    let text = PictureFormat.ansi.text(of: frame, title: "")
    let rest = text.replacing(#/\x{1B}\[[0-9;]*m/#, with: "")
    #expect(!rest.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F })
    #expect(text == PictureFormat.ansi.text(of: PictureFormatTests.frame(), title: ""))
    let screen = VirtualScreen(columns: 30, rows: PictureFormatTests.texts.count + 1)
    screen.feed(Array(text.replacing("\n", with: "\r\n").utf8)[...])
    for row in [0, 1, 3, 8] { #expect(screen.line(row) == frame.line(row)) }
  }

  @Test("Text is the characters, a line a row")
  func text() {
    let frame = PictureFormatTests.frame()
    let lines = PictureFormat.text.text(of: frame, title: "x").split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    #expect(lines.count == frame.size.rows + 1 && lines.last == "")
    #expect(lines.first == "plain")
  }

  @Test("SVG escapes what is markup, in the title, too")
  func svg() {
    let text = PictureFormat.svg.text(of: PictureFormatTests.frame(), title: "<a> & b")
    #expect(text.contains("<title>&lt;a&gt; &amp; b</title>"))
    #expect(text.contains("&lt;&amp;&quot;'&gt;"))
  }

  @Test(
    "A file's name tells the form",
    arguments: [
      ("a.svg", PictureFormat.svg), ("x/y.txt", .text), ("a.ansi", .ansi), ("a.b/c", nil),
      ("svg", .svg), ("", nil),
    ] as [(String, PictureFormat?)]
  )
  func byName(path: String, format: PictureFormat?) {
    #expect(PictureFormat(path: path) == format)
  }

  @Test("A frame is drawn onto another one, cut at its edges, no wide character by half")
  func copying() {
    let source = PictureFormatTests.frame()
    for size in [Size(columns: 5, rows: 3), Size(columns: 40, rows: 20), Size(columns: 2, rows: 2)]
    {
      var frame = Frame(size: size, style: Style(attributes: .bold))
      frame.put("漢漢漢漢漢漢漢漢漢漢漢", at: .origin, style: .plain)
      frame.draw(source, at: .origin)
      for row in 0..<min(size.rows, source.size.rows) {
        for column in 0..<min(size.columns, source.size.columns) - 1 {
          let point = Point(x: column, y: row)
          #expect(frame.character(at: point) == source.character(at: point))
          #expect(frame.style(at: point) == source.style(at: point))
        }
      }
      #expect(
        frame.text.split(separator: "\n").allSatisfy { SafeText(String($0)).width <= size.columns }
      )
    }
  }

  @Test("Safe text reads back as it was written, marks and width included", arguments: texts)
  func safeText(text: String) throws {
    let safe = SafeText(text)
    let read = try JSON(parsing: JSON(encoding: safe).text()).decoded(as: SafeText.self)
    #expect(read == safe)
    #expect(read.text.utf8.elementsEqual(safe.text.utf8))
  }

  @Test("Text from a file is made safe, whatever the file says of it")
  func hostileText() throws {
    let json: JSON = ["text": "\u{1B}]52;c;\u{7}\u{202E}", "marks": [5, 1, -3, 900]]
    let text = try json.decoded(as: SafeText.self)
    #expect(!text.text.unicodeScalars.contains("\u{1B}"))
    #expect(!text.text.unicodeScalars.contains("\u{202E}"))
    #expect(text.width == SafeText(text.text).width)
  }

  @Test("Keys, colours and themes read back as they were written")
  func others() throws {
    let keys =
      [
        Key(.enter), .ctrl("c"), .character("é"), .character("e\u{301}"), .character("\u{85}"),
        Key(.function(30)), Key(.character("x"), [.alt, .ctrl]), Key(.backtab),
        Key(.character(" "), .shift), .character("-"), Key(.character("-"), .ctrl),
        Key(.pageUp, [.alt, .shift]),
      ] + (1...24).map { Key(.function($0)) }
    for key in keys {
      #expect(try JSON(encoding: key).decoded(as: Key.self) == key, "\(key)")
    }
    for color in [Color.terminalDefault, .palette(0), .palette(255), .rgb(0, 15, 255)] {
      #expect(try JSON(encoding: color).decoded(as: Color.self) == color)
    }
    let theme = Theme(
      name: "mine",
      styles: [.text: Style(foreground: .rgb(1, 2, 3)), .alarm: Style(attributes: [.bold, .dim])],
      glyphs: .ascii
    )
    let read = try JSON(encoding: theme).decoded(as: Theme.self)
    #expect(Role.allCases.allSatisfy { read[$0] == theme[$0] } && read.glyphs == theme.glyphs)
    #expect(throws: DecodingError.self) {
      try (["columns": 1_000_000, "rows": 1_000_000] as JSON).decoded(as: Size.self)
    }
  }
}

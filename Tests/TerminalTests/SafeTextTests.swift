import Testing

@testable import Terminal

@Suite("Safe text")
struct SafeTextTests {
  @Test(
    "shows what a terminal would obey as a visible mark",
    arguments: [
      ("\u{1B}[31mred", "␛[31mred"), ("a\rb", "a␍b"), ("a\nb", "a␊b"), ("\u{7}\u{7F}", "␇␡"),
      ("\u{0}", "␀"), ("\u{9B}31m", "\\u{9B}31m"), ("\u{85}", "\\u{85}"),
      ("\u{202E}evil", "\\u{202E}evil"), ("a\u{2066}b\u{2069}", "a\\u{2066}b\\u{2069}"),
      ("\u{200F}\u{200E}\u{61C}", "\\u{200F}\\u{200E}\\u{61C}"), ("a\u{200B}b", "a\\u{200B}b"),
      ("a\u{200C}b\u{200D}c", "a\\u{200C}b\\u{200D}c"), ("\u{FEFF}x", "\\u{FEFF}x"),
      ("\u{2060}", "\\u{2060}"), ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
      ("\u{E0041}", "\\u{E0041}"), ("\u{FFFF}", "\\u{FFFF}"), ("\u{AD}", "\\u{AD}"),
      ("\u{3164}", "\\u{3164}"), ("a\u{FE01}", "a\\u{FE01}"), ("\u{E0101}", "\\u{E0101}"),
      ("\u{378}", "\u{FFFD}"),
    ]
  )
  func marks(raw: String, shown: String) {
    let text = SafeText(raw)
    #expect(text.text == shown)
    #expect(text.hasMarks)
  }

  @Test(
    "leaves text alone that only says something",
    arguments: [
      "", "user_123", "é", "e\u{301}", "中文字", "한글", "Привет", "日本語", "┌─┐", "⚡ ✓", "naïve – “x”",
      "a\u{A0}b", "ก็", "עברית",
    ]
  )
  func harmless(raw: String) {
    let text = SafeText(raw)
    #expect(text.text == raw)
    #expect(!text.hasMarks)
    #expect(SafeText(text.text) == text)
  }

  @Test(
    "knows how many columns text takes",
    arguments: [
      ("", 0), ("abc", 3), ("中", 2), ("ｆ", 2), ("é", 1), ("e\u{301}", 1), ("한", 2),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("⚡", 2), ("❤", 1), ("❤\u{FE0F}", 1), ("✅", 2), ("😀", 2),
      ("👍🏽", 2), ("👩\u{200D}👩\u{200D}👧", 22), ("🇨🇭", 2), ("1\u{FE0F}\u{20E3}", 1), ("─", 1),
      ("⣿", 1), ("\u{1FAE8}", 2), ("\u{301}", 1), ("\u{1B}", 1), ("\u{202E}", 8), ("　", 2),
      ("ｶ", 1), ("𠀀", 2), ("①", 1),
    ]
  )
  func widths(raw: String, width: Int) {
    #expect(SafeText(raw).width == width, "\(raw.debugDescription)")
  }

  @Test("reduces emoji sequences to glyphs every terminal aligns")
  func emoji() {
    #expect(SafeText("👩\u{200D}👧").text == "👩\\u{200D}👧", "joiners are seen")
    #expect(SafeText("👍🏽").text == "👍")
    #expect(SafeText("❤\u{FE0F}").text == "❤")
    #expect(SafeText("🇨🇭").text == "CH")
    #expect(SafeText("🇨🇭").hasMarks)
  }

  @Test("puts stray combining marks on a dotted circle and keeps all of many")
  func combining() {
    #expect(SafeText("\u{301}").text == "◌\u{301}")
    let zalgo = "a" + String(repeating: "\u{301}", count: 10)
    let text = SafeText(zalgo)
    #expect(text.width == 3)
    #expect(text.text.unicodeScalars.count { $0 == "\u{301}" } == 10)
  }

  @Test("makes U+FFFD of bytes that are not UTF-8")
  func invalidBytes() {
    func text(_ bytes: [UInt8]) -> String { SafeText(String(decoding: bytes, as: UTF8.self)).text }
    #expect(text([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
    #expect(text([0xED, 0xA0, 0x80]).allSatisfy { $0 == "\u{FFFD}" })
    #expect(text([0xC3]) == "\u{FFFD}")
  }

  @Test("turns tabs into spaces up to the next stop")
  func tabs() {
    #expect(SafeText("a\tb").text == "a       b")
    #expect(SafeText("中\tb").text == "中      b")
    #expect(SafeText("12345678\tb").text == "12345678        b")
  }

  @Test("cuts text without halving a wide glyph")
  func cutting() {
    let text: SafeText = "a中文b"
    #expect(text.prefix(columns: 3).text == "a中")
    #expect(text.prefix(columns: 2).text == "a ")
    #expect(text.prefix(columns: 2).width == 2)
    #expect(text.slice(columns: 2..<6).text == " 文b")
    #expect(text.truncated(to: 5).text == "a中 …")
    #expect(text.truncated(to: 6).text == "a中文b")
    #expect(text.truncated(to: 1).text == "…")
    #expect(text.truncated(to: 0).text == "")
    #expect(SafeText("customers-workflow-failed").truncatedMiddle(to: 11).text == "custo…ailed")
    #expect(SafeText("abcdef").truncatedMiddle(to: 4).text == "ab…f")
  }

  @Test("cuts no escape form in two")
  func cutForms() {
    let text = SafeText("ab\u{202E}\u{202E}cd")
    #expect(
      (2...text.width).map { text.truncated(to: $0).text }.allSatisfy { cut in
        cut.split(separator: "\\").dropFirst().allSatisfy { $0.contains("}") }
      }
    )
    #expect(text.truncated(to: 12).text == "ab\\u{202E}…")
    let two = SafeText("\u{202D}\u{202E}")
    #expect(two.truncatedMiddle(to: 12).text == "\\u{202D}…")
    let middle = SafeText("\u{202E}abcdefghij\u{202E}")
    for columns in 2..<middle.width {
      let cut = middle.truncatedMiddle(to: columns).text
      #expect(cut.count { $0 == "{" } == cut.count { $0 == "}" }, "\(cut)")
      #expect(middle.truncatedMiddle(to: columns).width <= columns)
    }
  }

  @Test("breaks wherever a line is full and keeps every space where that is wanted")
  func chunking() {
    #expect(SafeText("a  b c").chunked(to: 2).map(\.text) == ["a ", " b", " c"])
    #expect(SafeText("中文字").chunked(to: 3).map(\.text) == ["中", "文", "字"])
    #expect(SafeText("ab").chunked(to: 5).map(\.text) == ["ab"])
  }

  @Test("looks at each mark of a long text once for all its lines, and once more where it is cut")
  func linearMarks() {
    let text = SafeText(String(repeating: "x\u{1B}", count: 50_000))
    let lines = text.wrapped(to: 40)
    #expect(lines.count == 2_500)
    #expect(lines.reduce(0) { $0 + $1.marks.count } == 50_000)
    var cutter = MarkCutter(text.marks)
    var start = 0
    for line in lines {
      let end = start + line.text.utf8.count
      #expect(cutter.marks(in: start..<end) == line.marks)
      start = end
    }
    #expect(cutter.looks <= text.marks.count + lines.count)
  }

  @Test("keeps marks marked through cutting and joining")
  func marksStay() {
    let text = SafeText("ab\u{1B}cd\u{202E}")
    #expect(text.marks == [2..<5, 7..<15])
    #expect(text.slice(columns: 1..<4).marks == [1..<4])
    #expect((SafeText("x") + text).marks == [3..<6, 8..<16])
  }

  @Test("wraps between words, and inside words that do not fit")
  func wrapping() {
    #expect(
      SafeText("the quick brown fox").wrapped(to: 10).map(\.text) == ["the quick", "brown fox"]
    )
    #expect(SafeText("abcdefghij").wrapped(to: 4).map(\.text) == ["abcd", "efgh", "ij"])
    #expect(SafeText("a bcdefghij k").wrapped(to: 4).map(\.text) == ["a", "bcde", "fghi", "j k"])
    #expect(SafeText("中文字幕").wrapped(to: 5).map(\.text) == ["中文", "字幕"])
    #expect(SafeText("one two three").wrapped(to: 5, limit: 2).map(\.text) == ["one", "two"])
    #expect(SafeText("").wrapped(to: 5).map(\.text) == [""])
    #expect(SafeText("ab\u{1B}cd ef").wrapped(to: 3).map(\.marks) == [[2..<5], [], []])
  }

  @Test("splits lines at LF and CR LF")
  func lines() {
    #expect(SafeText.lines("a\r\nb\n\nc\n").map(\.text) == ["a", "b", "", "c"])
    #expect(SafeText.lines("") == [""])
  }

  @Test("reads no more of a long line than the columns asked for")
  func bounded() {
    var long = String(repeating: "é", count: 200_000)
    #expect(SafeText(long, columns: 500..<600) == SafeText(String(repeating: "é", count: 100)))
    var builder = SafeTextBuilder(columns: 500..<600)
    long.withUTF8 { builder.scan($0) }
    #expect(builder.width == 100)
    #expect(builder.bytesRead == 1_200)
  }

  @Test("takes a part of the columns whether or not all is ASCII")
  func columns() {
    #expect(SafeText("abcdef", columns: 2..<4).text == "cd")
    #expect(SafeText("abcdéf", columns: 2..<5).text == "cdé")
    #expect(SafeText("abc", columns: 5..<9).text == "")
    #expect(SafeText("abe\u{301}", columns: 0..<3).text == "abe\u{301}")
  }

  @Test("never lets a control through, whatever it is made from")
  func fuzz() {
    var random = Sequence32(seed: 42)
    for _ in 0..<1_000 {
      let bytes = (0..<random.next(40)).map { _ in UInt8(random.next(256)) }
      expectSafe(SafeText(String(decoding: bytes, as: UTF8.self)))
      var text = ""
      for _ in 0..<random.next(12) {
        let code = [0x20, 0x300, 0x1F3FB, 0x2000, 0xFE00, 0x1F1E6, 0x1100, 0xE0000, 0x600]
        let scalar = Unicode.Scalar(UInt32(code[random.next(code.count)] + random.next(512)))
        if let scalar { text.unicodeScalars.append(scalar) }
      }
      expectSafe(SafeText(text))
    }
  }

  private func expectSafe(_ text: SafeText) {
    for scalar in text.text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
        Issue.record("U+\(String(scalar.value, radix: 16)) got through")
      default: break
      }
    }
    let again = SafeText(text.text)
    #expect(again.text == text.text)
    #expect(again.width == text.width)
    let half = text.width / 2
    #expect(text.prefix(columns: half).width == half)
    #expect(text.slice(columns: half..<text.width).width == text.width - half)
    #expect(text.wrapped(to: 7).allSatisfy { $0.width <= 7 })
  }
}

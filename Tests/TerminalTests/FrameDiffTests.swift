import Testing

@testable import Terminal

@Suite("The difference of two frames")
struct FrameDiffTests {
  private let size = Size(columns: 8, rows: 2)

  private func frame(_ lines: [String], _ style: Style = .plain) -> Frame {
    var frame = Frame(size: size)
    for (row, line) in lines.enumerated() {
      frame.put(line, at: Point(x: 0, y: row), style: style)
    }
    return frame
  }

  private func runs(_ old: [String], _ new: [String]) -> [FrameDiff.Run] {
    FrameDiff(from: frame(old), to: frame(new)).runs
  }

  @Test("is nothing between equal frames")
  func equal() {
    #expect(runs(["abc"], ["abc"]).isEmpty)
  }

  @Test("is everything if there was no frame or one of another size")
  func first() {
    #expect(FrameDiff(from: nil, to: frame(["a"])).runs.map(\.columns) == [0..<8, 0..<8])
    let other = Frame(size: Size(columns: 9, rows: 2))
    #expect(FrameDiff(from: other, to: frame(["a"])).runs.count == 2)
  }

  @Test("is the cells that changed, joined where they touch")
  func changes() {
    #expect(
      runs(["abcdef"], ["aXXdeF"]) == [
        .init(row: 0, columns: 1..<3), .init(row: 0, columns: 5..<6),
      ]
    )
    #expect(runs(["ab", "cd"], ["ab", "cD"]) == [.init(row: 1, columns: 1..<2)])
  }

  @Test("takes wide glyphs whole")
  func wide() {
    #expect(runs(["a中b"], ["a文b"]) == [.init(row: 0, columns: 1..<3)])
    #expect(runs(["axyb"], ["a中b"]) == [.init(row: 0, columns: 1..<3)])
    #expect(runs(["a中b"], ["axyb"]) == [.init(row: 0, columns: 1..<3)])
    #expect(runs(["中文"], ["x中y"]) == [.init(row: 0, columns: 0..<4)])
  }

  @Test("sees a change of style or of combining characters")
  func looks() {
    let bold = Style(attributes: .bold)
    let diff = FrameDiff(from: frame(["ab"]), to: frame(["ab"], bold))
    #expect(diff.runs == [.init(row: 0, columns: 0..<2)])
    #expect(runs(["e\u{301}"], ["e\u{302}"]) == [.init(row: 0, columns: 0..<1)])
  }
}

@Suite("A terminfo entry with direct colour")
struct DirectColorEntryTests {
  @Test(
    "is made of the terminal's own entry",
    arguments: ["xterm-256color", "xterm", "tmux-256color"]
  )
  func patching(terminal: String) throws {
    let source = try #require(TerminfoFile.read(terminal, environment: [:]))
    let entry = try #require(DirectColorEntry(patching: source))
    let text = String(decoding: entry.bytes, as: UTF8.self)
    #expect(text.contains("38;2;%p1%{65536}"))
    #expect(text.contains("48;2;%p1%{65536}"))
    #expect(entry.bytes.count < 32_768)
    #expect(entry.environmentValue.hasPrefix("hex:1E02"))
  }

  @Test("is not made of anything else")
  func refusing() throws {
    #expect(DirectColorEntry(patching: []) == nil)
    #expect(DirectColorEntry(patching: [0x1A, 0x01, 0, 0]) == nil)
    let monochrome = try #require(TerminfoFile.read("vt100", environment: [:]))
    #expect(DirectColorEntry(patching: monochrome) == nil)
    #expect(TerminfoFile.read("../x", environment: [:]) == nil)
    var random = Sequence32(seed: 5)
    let source = try #require(TerminfoFile.read("xterm-256color", environment: [:]))
    for _ in 0..<500 {
      var bytes = Array(source.prefix(random.next(source.count)))
      if !bytes.isEmpty { bytes[random.next(min(12, bytes.count))] = UInt8(random.next(256)) }
      _ = DirectColorEntry(patching: bytes)
    }
  }
}

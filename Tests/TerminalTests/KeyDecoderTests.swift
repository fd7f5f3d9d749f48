import Terminal
import Testing

@Suite("The key decoder")
struct KeyDecoderTests {
  /// Sequences and the names of the keys they mean.
  private static let keys: [(String, [String])] = [
    ("a", ["a"]), ("G", ["G"]), (" ", ["space"]), ("é", ["é"]), ("中", ["中"]), ("😀", ["😀"]),
    ("\r", ["enter"]), ("\t", ["tab"]), ("\u{7F}", ["backspace"]), ("\u{8}", ["ctrl-h"]),
    ("\u{3}", ["ctrl-c"]), ("\u{1A}", ["ctrl-z"]), ("\u{C}", ["ctrl-l"]), ("\0", ["ctrl-space"]),
    ("\n", ["ctrl-j"]), ("\u{1C}", ["ctrl-\\"]), ("\u{1D}", ["ctrl-]"]), ("\u{1F}", ["ctrl-_"]),
    ("\u{1B}[A", ["up"]), ("\u{1B}OA", ["up"]), ("\u{1B}[B", ["down"]), ("\u{1B}OB", ["down"]),
    ("\u{1B}[C", ["right"]), ("\u{1B}[D", ["left"]), ("\u{1B}[H", ["home"]), ("\u{1B}OF", ["end"]),
    ("\u{1B}[1~", ["home"]), ("\u{1B}[7~", ["home"]), ("\u{1B}[4~", ["end"]),
    ("\u{1B}[8~", ["end"]), ("\u{1B}[2~", ["ins"]), ("\u{1B}[3~", ["del"]),
    ("\u{1B}[5~", ["pgup"]), ("\u{1B}[6~", ["pgdn"]), ("\u{1B}[Z", ["shift-tab"]),
    ("\u{1B}OP", ["f1"]), ("\u{1B}[11~", ["f1"]), ("\u{1B}[[A", ["f1"]), ("\u{1B}[[E", ["f5"]),
    ("\u{1B}OS", ["f4"]), ("\u{1B}[15~", ["f5"]), ("\u{1B}[17~", ["f6"]), ("\u{1B}[21~", ["f10"]),
    ("\u{1B}[24~", ["f12"]), ("\u{1B}[1;2P", ["shift-f1"]), ("\u{1B}[1;5R", ["ctrl-f3"]),
    ("\u{1B}[1;5A", ["ctrl-up"]), ("\u{1B}[1;3D", ["alt-left"]), ("\u{1B}[1;2C", ["shift-right"]),
    ("\u{1B}[1;8B", ["ctrl-alt-shift-down"]), ("\u{1B}[3;5~", ["ctrl-del"]),
    ("\u{1B}[5;3~", ["alt-pgup"]), ("\u{1B}[a", ["shift-up"]), ("\u{1B}Oa", ["ctrl-up"]),
    ("\u{1B}[3^", ["ctrl-del"]), ("\u{1B}Oj", ["*"]), ("\u{1B}Op", ["0"]), ("\u{1B}OM", ["enter"]),
    ("\u{1B}a", ["alt-a"]), ("\u{1B}\r", ["alt-enter"]), ("\u{1B}é", ["alt-é"]),
    ("\u{1B}\u{3}", ["ctrl-alt-c"]), ("\u{1B}\u{7F}", ["alt-backspace"]),
    ("\u{1B}[97;5u", ["ctrl-a"]), ("\u{1B}[27u", ["esc"]), ("\u{1B}[13;2u", ["shift-enter"]),
    ("\u{1B}[9;2u", ["shift-tab"]), ("\u{1B}[97;1:3u", []), ("\u{1B}[97:65;2u", ["A"]),
    ("\u{1B}[27;5;13~", ["ctrl-enter"]), ("\u{1B}[1;1:3A", []), ("ab", ["a", "b"]),
    // Answers of the terminal and what nobody knows are swallowed.
    ("\u{1B}[?62;4c", []), ("\u{1B}[12;40R", []), ("\u{1B}[?2026;2$y", []), ("\u{1B}[99~", []),
    ("\u{1B}]11;rgb:10/14/1a\u{7}x", ["x"]), ("\u{1B}]52;c;YQ==\u{1B}\\x", ["x"]),
    ("\u{1B}P1+r544E\u{1B}\\x", ["x"]), ("\u{1B}[\u{1B}[A", ["up"]), ("\u{1B}[1;\u{3}", ["ctrl-c"]),
  ]

  private func names(_ events: [InputEvent]) -> [String] {
    events.map { event in
      if case .key(let key) = event { key.name } else { "\(event)" }
    }
  }

  @Test("knows the keys of xterm, the Linux console, rxvt and kitty", arguments: keys)
  func sequences(bytes: String, expected: [String]) {
    var decoder = KeyDecoder()
    #expect(names(decoder.feed(bytes.utf8)) == expected, "\(bytes.debugDescription)")
    #expect(!decoder.needsTimeout)
  }

  @Test("decodes the same wherever a read ends", arguments: keys)
  func splits(bytes: String, expected: [String]) {
    let all = Array(bytes.utf8)
    for cut in 0...all.count {
      var decoder = KeyDecoder()
      let events = decoder.feed(all[..<cut]) + decoder.feed(all[cut...])
      #expect(names(events) == expected, "\(bytes.debugDescription) cut at \(cut)")
    }
    var single = KeyDecoder()
    #expect(names(all.flatMap { single.feed([$0]) }) == expected)
  }

  @Test(
    "takes a pause for the end of a key",
    arguments: [
      ("\u{1B}", "esc"), ("\u{1B}[", "alt-["), ("\u{1B}O", "alt-O"), ("\u{1B}]", "alt-]"),
      ("\u{1B}P", "alt-P"),
    ]
  )
  func pauses(bytes: String, name: String) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(bytes.utf8).isEmpty)
    #expect(decoder.timeoutMilliseconds == 25)
    #expect(names(decoder.timeout()) == [name])
    #expect(!decoder.needsTimeout)
    #expect(names(decoder.feed("x".utf8)) == ["x"])
  }

  @Test("waits for the rest of a sequence that has begun, however slow the line")
  func slowSequence() {
    var decoder = KeyDecoder()
    #expect(decoder.feed("\u{1B}[1;".utf8).isEmpty)
    #expect(!decoder.needsTimeout)
    #expect(decoder.timeout().isEmpty)
    #expect(names(decoder.feed("5A".utf8)) == ["ctrl-up"])
  }

  @Test("tells two Esc from one and Alt")
  func doubleEscape() {
    var decoder = KeyDecoder()
    #expect(names(decoder.feed("\u{1B}\u{1B}".utf8)) == ["esc"])
    #expect(names(decoder.timeout()) == ["esc"])
  }

  @Test("collects a paste as one event and never as keys")
  func paste() {
    var decoder = KeyDecoder()
    let text = "q\u{3}\u{1B}[A\u{1B}[20\r\nb\rc"
    let bytes = Array("\u{1B}[200~\(text)\u{1B}[201~x".utf8)
    let expected: [InputEvent] = [
      .paste("q\u{3}\u{1B}[A\u{1B}[20\nb\nc"), .key(Key.character("x")),
    ]
    #expect(decoder.feed(bytes) == expected)
    for cut in bytes.indices {
      var split = KeyDecoder()
      #expect(split.feed(bytes[..<cut]) + split.feed(bytes[cut...]) == expected, "at \(cut)")
    }
  }

  @Test("keeps a paste that pauses in one piece, and takes none of it for keys")
  func slowPaste() {
    var decoder = KeyDecoder()
    #expect(decoder.feed("\u{1B}[200~id1\rid".utf8).isEmpty)
    #expect(decoder.timeoutMilliseconds == 1_000)
    #expect(decoder.timeout() == [.pasteLate])
    #expect(!decoder.needsTimeout, "it is said once")
    #expect(decoder.feed("2\u{1B}[Aq\u{3}x".utf8).isEmpty)
    #expect(decoder.timeout().isEmpty)
    #expect(decoder.feed("z\u{1B}[20".utf8).isEmpty)
    let whole = InputEvent.paste("id1\nid2\u{1B}[Aq\u{3}xz")
    #expect(decoder.feed("1~k".utf8) == [whole, .key(Key.character("k"))])
    #expect(decoder.feed("\u{1B}[200~c\u{1B}[201~".utf8) == [.paste("c")])
  }

  @Test(
    "lets a person out of a paste whose end mark was lost",
    arguments: [
      (["\u{3}"], InputEvent.key(.ctrl("c"))), (["\u{1B}", "\u{1B}"], .paste("ab")),
      (["\u{1B}\u{1B}"], .paste("ab")),
    ]
  )
  func lostPasteEnd(reads: [String], event: InputEvent) {
    var decoder = KeyDecoder()
    _ = decoder.feed("\u{1B}[200~ab".utf8)
    _ = decoder.timeout()
    #expect(reads.flatMap { decoder.feed($0.utf8) } == [event])
    #expect(names(decoder.feed("x".utf8)) == ["x"])
  }

  @Test("takes nothing of a paste beyond the limit, and the next one whole")
  func pasteLimit() {
    var decoder = KeyDecoder()
    _ = decoder.feed("\u{1B}[200~".utf8)
    let chunk = [UInt8](repeating: 0x61, count: 1 << 20)
    for _ in 0..<10 { #expect(decoder.feed(chunk).isEmpty) }
    #expect(decoder.timeout() == [.pasteLate])
    #expect(decoder.feed("\rtail".utf8).isEmpty && decoder.timeout().isEmpty)
    #expect(decoder.feed("\u{1B}[201~".utf8) == [.pasteTooLong])
    let whole = decoder.feed("\u{1B}[200~a\u{1B}[201~".utf8)
    #expect(whole == [.paste("a")])
  }

  @Test("reads mouse reports, and swallows reports of focus that nobody asked for")
  func mouse() {
    var decoder = KeyDecoder()
    let bytes = "\u{1B}[<0;12;5M\u{1B}[<0;12;5m\u{1B}[<65;300;1M\u{1B}[<50;1;1M\u{1B}[I\u{1B}[O"
    let at = Point(x: 11, y: 4)
    #expect(
      decoder.feed(bytes.utf8) == [
        .mouse(Mouse(kind: .press, button: .left, position: at)),
        .mouse(Mouse(kind: .release, button: .left, position: at)),
        .mouse(Mouse(kind: .wheelDown, position: Point(x: 299, y: 0))),
        .mouse(
          Mouse(kind: .drag, button: .right, position: .origin, modifiers: .ctrl)
        ),
      ]
    )
    #expect(
      decoder.feed("\u{1B}[M #%".utf8) == [
        .mouse(Mouse(kind: .press, button: .left, position: Point(x: 2, y: 4)))
      ]
    )
    #expect(decoder.feed("\u{1B}[<0;0;0M\u{1B}[<1M".utf8).isEmpty)
  }

  @Test("takes the terminal's own erase byte for Backspace")
  func erase() {
    var decoder = KeyDecoder(erase: 8)
    #expect(names(decoder.feed([8, 0x7F])) == ["backspace", "backspace"])
  }

  @Test("survives any bytes and answers keys again afterwards")
  func fuzz() {
    var random = Sequence32(seed: 1)
    let pieces: [[UInt8]] = [
      [0x1B], [0x5B], [0x4F], Array("200~".utf8), Array("\u{1B}[201~".utf8), [0x3B], [0x3C], [0x4D],
      [0x9B], [0xC3], [0xFF], Array("1;5".utf8), [0x7E], Array("\u{1B}]".utf8), [7], [0x18],
    ]
    for _ in 0..<4_000 {
      var decoder = KeyDecoder()
      for _ in 0..<random.next(20) {
        let piece = random.next(3) == 0 ? [UInt8(random.next(256))] : pieces[random.next(16)]
        for event in decoder.feed(piece) {
          guard case .key(let key) = event else { continue }
          #expect(Key(name: key.name) == key, "\(key)")
        }
        if random.next(8) == 0 { _ = decoder.timeout() }
      }
      _ = decoder.feed("\u{1B}[201~\u{18}\u{7}".utf8)
      _ = decoder.feed("\u{1B}[A".utf8)
      #expect(names(decoder.feed("\u{1B}[A".utf8)) == ["up"])
    }
  }
}

@Suite("A key's name")
struct KeyNameTests {
  @Test(
    "reads as it is written",
    arguments: [
      "a", "G", "?", "/", "space", "enter", "tab", "shift-tab", "esc", "backspace", "del", "ins",
      "up", "pgup", "pgdn", "home", "end", "f1", "f12", "ctrl-c", "ctrl-space", "alt-x",
      "ctrl-alt-del", "shift-up", "-", "ctrl--", "é",
    ]
  )
  func roundTrip(name: String) throws {
    let key = try #require(Key(name: name))
    #expect(key.name == name)
  }

  @Test(
    "has other spellings",
    arguments: [
      ("escape", "esc"), ("pageup", "pgup"), ("Ctrl-C", "ctrl-C"), ("ENTER", "enter"),
      ("shift-g", "G"), ("backtab", "shift-tab"),
    ]
  )
  func spellings(other: String, name: String) {
    #expect(Key(name: other)?.name == name)
  }

  @Test("is refused if it names no key", arguments: ["", "ctrl-", "f0", "f99", "wat", "\u{1B}"])
  func unknown(name: String) {
    #expect(Key(name: name) == nil)
  }
}

import Terminal
import Testing
import Themes

@Suite("A theme file")
struct ThemeFileTests {
  private func theme(_ text: String) throws(ThemeError) -> Theme {
    try ThemeFile(file: "my.yaml", text: text).theme(named: "my")
  }

  private func error(_ text: String) throws -> ThemeError {
    let error = #expect(throws: ThemeError.self) { try theme(text) }
    return try #require(error)
  }

  @Test("gives roles colours and attributes; what it leaves out is as for text")
  func reading() throws {
    let theme = try theme(
      """
      name: mine
      glyphs: ascii
      roles:
        text: {foreground: "#102030", background: default}
        alarm: {foreground: bright-red, background: 17, attributes: [bold, underline]}
        muted: white
        key: {attributes: dim}
      """
    )
    #expect(theme.name == "mine")
    #expect(theme.glyphs == .ascii)
    #expect(theme[.text] == Style(foreground: .rgb(0x10, 0x20, 0x30)))
    #expect(
      theme[.alarm]
        == Style(
          foreground: .palette(9),
          background: .palette(17),
          attributes: [.bold, .underline]
        )
    )
    #expect(theme[.muted] == Style(foreground: .palette(7)))
    #expect(theme[.key] == Style(foreground: .rgb(0x10, 0x20, 0x30), attributes: .dim))
    #expect(theme[.border] == theme[.text])
  }

  @Test(
    "is refused with file, line and role",
    arguments: [
      ("roles:\n  text: red\n  alrm: red\n", 3, "alrm", "did you mean 'alarm'"),
      ("roles:\n  text: red\n  nonsense: red\n", 3, "nonsense", "unknown role"),
      ("roles:\n  text: reddish\n", 2, "text", "unknown colour 'reddish'"),
      ("roles:\n  text: '#12345'\n", 2, "text", "unknown colour"),
      ("roles:\n  text: '#12345g'\n", 2, "text", "unknown colour"),
      ("roles:\n  text: 256\n", 2, "text", "unknown colour '256'"),
      ("roles:\n  text: red\n  ok:\n    - red\n", 4, "ok", "expected"),
      ("roles:\n  text: red\n  ok: {foreground: [1]}\n", 3, "ok", "expected"),
      ("roles:\n  text: red\n  ok: {attributes: [blink]}\n", 3, "ok", "unknown attribute 'blink'"),
      ("roles:\n  text: red\n  ok: {fg: red}\n", 3, "ok", "'fg'"),
      ("roles:\n  text: red\n  ok:\n", 3, "ok", "expected"),
      ("roles:\n  ok: red\n", 2, nil, "must include text"),
      ("name: x\n", 1, nil, "must include text"),
      ("name: x\ncolours:\n  text: red\n", 2, nil, "unknown key 'colours'"),
      ("glyphs: emoji\nroles: {text: red}\n", 1, nil, "unicode or ascii"),
      ("roles: red\n", 1, nil, "must hold name and roles"),
      ("", 1, nil, "must hold name and roles"),
      ("- a\n", 1, nil, "must hold name and roles"),
      ("roles:\n  text: red\n  text: blue\n", 3, "text", "twice"),
      ("roles:\n  text: [red\n", 3, nil, "not YAML"), ("a: b: c\n", 1, nil, "not YAML"),
    ] as [(String, Int, String?, String)]
  )
  func refusing(text: String, line: Int, role: String?, says: String) throws {
    let error = try error(text)
    #expect(error.line == line, "\(error)")
    #expect(error.role == role, "\(error)")
    #expect(error.description.hasPrefix("my.yaml:\(line):"), "\(error)")
    #expect(error.description.contains(says), "\(error)")
  }

  @Test("survives any text")
  func fuzz() throws {
    var random = Sequence32(seed: 3)
    let source = Array(BuiltInTheme.monochrome.yaml.utf8)
    for _ in 0..<400 {
      var bytes = source.prefix(400 + random.next(200)).map { $0 }
      for _ in 0..<1 + random.next(6) { bytes[random.next(bytes.count)] = UInt8(random.next(128)) }
      let text = String(decoding: bytes, as: UTF8.self)
      do throws(ThemeError) {
        _ = try theme(text)
      } catch {
        #expect(error.line >= 1)
        #expect(!error.description.contains("\u{1B}"))
      }
    }
  }
}

@Suite("A built-in theme")
struct BuiltInThemeTests {
  private func theme(_ builtIn: BuiltInTheme) throws -> Theme {
    try ThemeFile(file: builtIn.fileName, text: builtIn.yaml).theme(named: builtIn.rawValue)
  }

  @Test("has its own name", arguments: BuiltInTheme.allCases)
  func name(builtIn: BuiltInTheme) throws {
    #expect(try theme(builtIn).name == builtIn.rawValue)
  }

  @Test(
    "tells by attributes what a terminal without colours cannot show",
    arguments: BuiltInTheme.allCases
  )
  func withoutColors(builtIn: BuiltInTheme) throws {
    let bare = try theme(builtIn).withoutColors
    for role in Role.allCases {
      #expect(
        bare[role].foreground == .terminalDefault && bare[role].background == .terminalDefault
      )
    }
    for (left, right) in [
      (Role.focus, Role.title), (.borderFocused, .border), (.selection, .text), (.error, .text),
      (.match, .text), (.production, .header),
    ] { #expect(bare[left] != bare[right], "\(left) looks like \(right)") }
    let colorless = TerminalCapabilities(terminal: "xterm", environment: ["NO_COLOR": "1"])
    #expect(try theme(builtIn).adapted(to: colorless) == bare)
    var colored = colorless
    colored.depth = .palette(256)
    #expect(try theme(builtIn).adapted(to: colored) == theme(builtIn))
    var ascii = try theme(builtIn)
    ascii.glyphs = .ascii
    #expect(ascii.adapted(to: colored).glyphs == .ascii, "a theme may ask for ASCII")
    let console = TerminalCapabilities(terminal: "linux", environment: [:])
    #expect(try theme(builtIn).adapted(to: console).glyphs == .ascii)
  }

  /// Those that set text and background both.
  static let colored = BuiltInTheme.allCases.filter { $0 != .monochrome }

  @Test(
    "can be read: contrast is at least 4.5 to 1, of the high-contrast one 7 to 1",
    arguments: colored
  )
  func contrast(builtIn: BuiltInTheme) throws {
    let theme = try theme(builtIn)
    let least = builtIn == .highContrast ? 7.0 : 4.5
    for role in Role.allCases {
      let style = theme[role]
      let ratio = try #require(style.foreground.contrast(with: style.background), "\(role)")
      #expect(ratio >= least, "\(role) has \(ratio)")
      guard role != .border, role != .match, role != .production else { continue }
      for line in [Role.selection, .header, .footer] {
        let ratio = try #require(style.foreground.contrast(with: theme[line].background))
        #expect(ratio >= least, "\(role) on \(line) has \(ratio)")
      }
    }
    #expect(try #require(theme.leastContrast) >= least)
  }

  @Test(
    "tells states apart for eyes with any one kind of cone missing",
    arguments: ColorVision.allCases
  )
  func colourBlind(vision: ColorVision) throws {
    let theme = try theme(.colourBlind)
    let states: [[Role]] = [
      [.ok, .succeeded], [.alarm, .failed, .error], [.running, .warn], [.insufficient], [.aborted],
    ]
    for (index, alike) in states.enumerated() {
      for others in states.dropFirst(index + 1) {
        for left in alike {
          for right in others {
            let (a, b) = (theme[left].foreground, theme[right].foreground)
            let distance = try #require(vision.distance(a, b))
            #expect(distance >= 20, "\(left) and \(right) are \(distance) apart")
          }
        }
      }
    }
  }

  @Test("which is for usual eyes would not pass the same test")
  func others() throws {
    let theme = try theme(.dark)
    let distance = ColorVision.deutan.distance(theme[.ok].foreground, theme[.alarm].foreground)
    #expect(try #require(distance) < 20, "or it measures nothing")
  }

  @Test("tells states by more than their colour")
  func monochrome() throws {
    let theme = try theme(.monochrome)
    for role in Role.allCases {
      #expect(theme[role].foreground == .terminalDefault, "\(role)")
      #expect(theme[role].background == .terminalDefault, "\(role)")
    }
    #expect(theme[.alarm] != theme[.ok])
    #expect(theme[.selection] != theme[.text])
    for glyphs in [Glyphs.unicode, .ascii] {
      let states = [
        glyphs.ok, glyphs.absent, glyphs.alarm, glyphs.insufficient, glyphs.running, glyphs.failed,
        glyphs.aborted, glyphs.timedOut, glyphs.pending,
      ]
      #expect(Set(states).count == states.count)
      #expect(states.allSatisfy { $0.width == 1 })
    }
  }

  @Test("uses its accent for focus only", arguments: colored)
  func accent(builtIn: BuiltInTheme) throws {
    let theme = try theme(builtIn)
    let users = Role.allCases.filter { theme[$0].foreground == theme[.accent].foreground }
    #expect(Set(users) == [.accent, .focus, .borderFocused])
  }
}

@Suite("A colour")
struct ColorTests {
  @Test(
    "is named by its parts, by its place in the palette or by a word",
    arguments: [
      ("#0a0b0c", .rgb(10, 11, 12)), ("default", .terminalDefault), ("bright-red", .palette(9)),
      ("200", .palette(200)), ("black", .palette(0)),
    ] as [(String, Color)]
  )
  func names(name: String, color: Color) {
    #expect(Color(name: name) == color)
  }

  @Test(
    "has the name that makes it",
    arguments: ["#0a0b0c", "default", "bright-red", "200", "black"]
  )
  func namesBack(name: String) throws {
    #expect(try #require(Color(name: name)).name == name)
  }

  @Test("is reduced to what the terminal has")
  func reduction() {
    let amber = Color.rgb(0xE5, 0xBB, 0x55)
    #expect(ColorDepth.none.number(for: amber) == -1)
    #expect(ColorDepth.direct.number(for: amber) == 0xE5BB55)
    #expect(ColorDepth.palette(256).number(for: amber) == 179)
    #expect(ColorDepth.palette(16).number(for: amber) == 11)
    #expect(ColorDepth.palette(8).number(for: amber) == 3)
    #expect(ColorDepth.palette(8).number(for: .rgb(0x72, 0xC4, 0x7A)) == 2)
    #expect(ColorDepth.palette(8).number(for: .rgb(0x10, 0x14, 0x1A)) == 0)
    #expect(ColorDepth.palette(8).number(for: .rgb(0x77, 0x81, 0x8F)) == 7)
    #expect(ColorDepth.palette(16).number(for: .rgb(0x77, 0x81, 0x8F)) == 8)
    #expect(ColorDepth.palette(8).number(for: .palette(9)) == 1)
    #expect(ColorDepth.palette(256).number(for: .palette(9)) == 9)
    #expect(ColorDepth.palette(256).number(for: .terminalDefault) == -1)
    #expect(ColorDepth.direct.number(for: .rgb(0, 0, 5)) == 0x105)
    #expect(ColorDepth.direct.number(for: .palette(5)) == 5)
  }

  @Test("keeps text readable where few colours fall together", arguments: [8, 16])
  func readable(count: Int) {
    let depth = ColorDepth.palette(count)
    let blue = Color.rgb(0x2F, 0x4A, 0x6B)
    for text in [Color.rgb(0x61, 0xAF, 0xEF), .rgb(0xFF, 0x7B, 0x72), blue] {
      let (front, back) = depth.numbers(foreground: text, background: blue)
      let contrast = Color.palette(UInt8(front)).contrast(with: .palette(UInt8(back))) ?? 0
      #expect(contrast >= 3, "\(front) on \(back)")
    }
    #expect(depth.numbers(foreground: .terminalDefault, background: blue).0 == -1)
  }

  @Test("is never reduced to a number the terminal does not have")
  func range() {
    var random = Sequence32(seed: 9)
    for _ in 0..<2_000 {
      let color = Color.rgb(
        UInt8(random.next(256)),
        UInt8(random.next(256)),
        UInt8(random.next(256))
      )
      for count in [8, 16, 88, 256] {
        #expect((0..<Int32(count)).contains(ColorDepth.palette(count).number(for: color)))
      }
    }
  }

  @Test("has the contrast WCAG defines")
  func contrast() throws {
    let black = Color.rgb(0, 0, 0)
    let white = Color.rgb(255, 255, 255)
    #expect(black.contrast(with: white) == 21)
    #expect(white.contrast(with: white) == 1)
    let grey = try #require(Color.rgb(0x76, 0x76, 0x76).contrast(with: white))
    #expect(abs(grey - 4.54) < 0.01)
    #expect(black.contrast(with: .terminalDefault) == nil)
  }
}

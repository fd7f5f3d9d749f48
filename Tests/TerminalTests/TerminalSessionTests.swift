import Glibc
import TestKit
import Testing

/// Whole programs on a pseudo-terminal, read back through libvterm.
@Suite("A session", .timeLimit(.minutes(30)))
@BlockingTests
struct TerminalSessionTests {
  private static let leaving = [
    "\u{1B}[?2004l", "\u{1B}[?1000l", "\u{1B}[?1006l", "\u{1B}[?1049l", "\u{1B}[?25h",
  ]

  private func probe(
    _ terminal: String? = "xterm-256color",
    theme: String = "dark",
    columns: Int = 60,
    rows: Int = 12,
    environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let program = try #require(builtProgram("TerminalProbe"))
    var environment = environment
    environment["PATH"] = "/usr/bin:/bin"
    environment["SWIFT_BACKTRACE"] = "enable=no"
    if let terminal { environment["TERM"] = terminal }
    return try PseudoTerminal(
      program,
      [theme],
      columns: columns,
      rows: rows,
      environment: environment
    )
  }

  private func output(_ terminal: PseudoTerminal) -> String {
    String(decoding: terminal.output, as: UTF8.self)
  }

  @Test(
    "draws the same text on every terminal that can move its cursor",
    arguments: [
      "xterm-256color", "xterm", "screen-256color", "tmux-256color", "linux", "vt100", nil, "",
      "no-such-terminal",
    ]
  )
  func terminals(name: String?) throws {
    let terminal = try probe(name)
    #expect(terminal.wait(for: "60x12"))
    #expect(terminal.screen.line(1).contains("中文|e\u{301}|␛[31m|❤|"))
    #expect(terminal.screen.line(0).contains("probe"))
    let corner = name == "linux" || name == "vt100" ? "+" : "╭"
    #expect(terminal.screen.cell(0, 0).text == corner)
    try terminal.press("up")
    #expect(terminal.wait(for: "key up"))
    try terminal.press("q")
    #expect(terminal.waitForExit() == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  @Test("refuses a terminal that cannot, in words")
  func dumb() throws {
    let terminal = try probe("dumb")
    #expect(terminal.waitForExit() == .code(69))
    #expect(output(terminal).contains("'dumb' cannot move its cursor"))
    #expect(terminal.hasModesOfBefore)
  }

  @Test("refuses to start without a terminal")
  func noTerminal() throws {
    let program = try #require(builtProgram("TerminalProbe"))
    let terminal = try PseudoTerminal(
      "/bin/sh",
      ["-c", "'\(program)' dark </dev/null; '\(program)' dark | cat"],
      environment: ["TERM": "xterm", "PATH": "/usr/bin:/bin"]
    )
    #expect(terminal.waitForExit() != nil)
    #expect(output(terminal).contains("standard input is not a terminal"))
    #expect(output(terminal).contains("standard output is not a terminal"))
  }

  @Test("shows true colour where it is announced, else the nearest there is, else none")
  func colors() throws {
    let cases: [(String, [String: String], String)] = [
      ("xterm-256color", ["COLORTERM": "truecolor"], "#72c47a"),
      ("tmux-256color", ["COLORTERM": "24bit"], "#72c47a"), ("xterm-256color", [:], "palette 78"),
      ("xterm", [:], "palette 2"), ("linux", ["COLORTERM": "truecolor"], "palette 2"),
      ("xterm-256color", ["NO_COLOR": "1", "COLORTERM": "truecolor"], "default"),
      ("vt100", [:], "default"),
    ]
    for (name, environment, color) in cases {
      let terminal = try probe(name, environment: environment)
      #expect(terminal.wait(for: "60x12"))
      let cell = terminal.screen.cell(1, 2)
      #expect(cell.text == "6")
      #expect(cell.foreground == color, "\(name) \(environment)")
      #expect(cell.isBold)
      #expect(!output(terminal).contains("\u{1B}]4;"), "the palette is the user's")
    }
  }

  @Test("keeps the user's palette, and has colours of the palette beside true colour")
  func monochrome() throws {
    let terminal = try probe(theme: "monochrome", environment: ["COLORTERM": "truecolor"])
    #expect(terminal.wait(for: "60x12"))
    #expect(terminal.screen.cell(1, 2).foreground == "default")
    #expect(terminal.screen.cell(1, 2).background == "default")
  }

  @Test("writes not one byte when nothing changes")
  func idle() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    try terminal.press("a")
    #expect(terminal.wait { $0.screen.text.contains("key a") && $0.hasWholeUpdate })
    // The probe draws after every event; `=` changes nothing, the key after it shows it was seen.
    let before = terminal.output.count
    try terminal.press("b")
    #expect(terminal.wait { $0.screen.text.contains("key b") && $0.hasWholeUpdate })
    let once = terminal.output.count
    try terminal.press("=", "=", "=", "c")
    #expect(terminal.wait { $0.screen.text.contains("key c") && $0.hasWholeUpdate })
    #expect(terminal.output.count - once == once - before)
  }

  @Test("scrolls a log by few bytes a line")
  func scrolling() throws {
    let terminal = try probe(columns: 200, rows: 60)
    #expect(terminal.wait(for: "200x60"))
    for _ in 0..<60 { try terminal.press("L") }
    #expect(terminal.wait(for: "line 60 "))
    let before = terminal.output.count
    try terminal.press("L")
    #expect(terminal.wait(for: "line 61 "))
    let bytes = terminal.output.count - before
    #expect(bytes < 400, "\(bytes) bytes")
  }

  @Test("brackets every update so that it appears at once")
  func synchronized() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    #expect(output(terminal).contains("\u{1B}[?2026h"))
    try terminal.press("q")
    #expect(terminal.waitForExit() == .code(0))
    let parts = output(terminal)
    #expect(parts.components("\u{1B}[?2026h") <= parts.components("\u{1B}[?2026l"))
  }

  @Test("follows the window through a storm of sizes")
  func resizing() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    for step in 0..<60 { terminal.resize(columns: 20 + step * 7 % 90, rows: 4 + step * 5 % 40) }
    terminal.resize(columns: 90, rows: 20)
    #expect(terminal.wait(for: "90x20"))
    let settled = terminal.wait { $0.screen.cell(19, 89).text == "╯" }
    #expect(settled, "\(terminal.screen.text)")
    terminal.resize(columns: 1, rows: 1)
    terminal.resize(columns: 70, rows: 10)
    #expect(terminal.wait(for: "70x10"))
    #expect(terminal.wait { $0.screen.cell(9, 69).text == "╯" })
    try terminal.press("q")
    #expect(terminal.waitForExit() == .code(0))
  }

  @Test("tells keys, pastes, mouse and wake-ups apart")
  func input() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    try terminal.press("esc")
    #expect(terminal.wait(for: "key esc"))
    terminal.paste("q\nx")
    #expect(terminal.wait(for: #"paste "q\nx""#))
    terminal.mouse(0, column: 4, row: 2)
    #expect(terminal.wait(for: "mouse press 4 2"))
    #expect(!output(terminal).contains("\u{1B}[?1004h"), "nobody asks whether it has the focus")
    try terminal.press("W")
    #expect(terminal.wait(for: "woken"))
    try terminal.press("ctrl-c")
    #expect(terminal.wait(for: "key ctrl-c"))
  }

  @Test("sends titles and copied text without anything that could do harm")
  func sequences() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    try terminal.press("T", "Y", "k")
    #expect(terminal.wait(for: "key k"))
    #expect(output(terminal).contains("\u{1B}]2;a␛]0;b␇c\u{7}"))
    #expect(output(terminal).contains("\u{1B}]52;c;Y29waWVk\u{7}"))
  }

  @Test("draws everything again when something else wrote on the screen")
  func redrawing() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    terminal.screen.feed(Array("\u{1B}[H\u{1B}[2J\u{1B}[1;1Hgarbage".utf8))
    try terminal.press("R")
    #expect(terminal.wait(for: "60x12"))
    #expect(!terminal.screen.text.contains("garbage"))
  }

  @Test(
    "gives the terminal back when a signal ends it",
    arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT]
  )
  func signals(signal: Int32) throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    #expect(!terminal.hasModesOfBefore)
    terminal.send(signal: signal)
    #expect(terminal.waitForExit() == .signal(signal))
    expectRestored(terminal)
  }

  @Test("gives the terminal back when it crashes", arguments: ["!", "@"])
  func crashes(key: String) throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    try terminal.press(key)
    let exit = terminal.waitForExit()
    #expect(
      key == "!" ? exit == .signal(SIGSEGV) : exit == .signal(SIGILL) || exit == .signal(SIGTRAP)
    )
    expectRestored(terminal)
  }

  @Test("gives the terminal back when it is quit")
  func quitting() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    try terminal.press("q")
    #expect(terminal.waitForExit() == .code(0))
    expectRestored(terminal)
  }

  @Test(
    "stops on Control-Z or SIGTSTP with the terminal given back, and goes on",
    arguments: [true, false]
  )
  func suspending(byKey: Bool) throws {
    let program = try #require(builtProgram("TerminalProbe"))
    let script = "'\(program)' dark; echo stopped here; fg >/dev/null; echo over"
    let terminal = try PseudoTerminal(
      "/bin/bash",
      ["--norc", "-mc", script],
      columns: 60,
      rows: 12,
      environment: ["TERM": "xterm-256color", "PATH": "/usr/bin:/bin"]
    )
    #expect(terminal.wait(for: "60x12"))
    try terminal.press("a")
    #expect(terminal.wait(for: "key a"))
    let before = terminal.output.count
    if byKey {
      try terminal.press("ctrl-z")
    } else {
      kill(try child(of: terminal.process), SIGTSTP)
    }
    let shown = terminal.wait {
      $0.screen.text.contains("key a") && output($0).contains("stopped here")
    }
    #expect(shown, "\(terminal.screen.text)")
    let meanwhile = String(decoding: terminal.output[before...], as: UTF8.self)
    for sequence in Self.leaving { #expect(meanwhile.contains(sequence)) }
    try terminal.press("b")
    #expect(terminal.wait(for: "key b"))
    #expect(terminal.screen.line(1).contains("60x12"))
    try terminal.press("q")
    #expect(terminal.waitForExit() == .code(0))
    expectRestored(terminal)
  }

  @Test("stays alive on Control-Z where no shell would let it go on")
  func orphan() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    try terminal.press("ctrl-z", "b")
    #expect(terminal.wait(for: "key b"))
    #expect(terminal.screen.line(1).contains("60x12"))
    #expect(!terminal.hasModesOfBefore)
  }

  @Test("names the window again after it was stopped")
  func titleAfterStop() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    try terminal.press("T", "ctrl-z", "b")
    #expect(terminal.wait(for: "key b"))
    let title = "\u{1B}[22;2t\u{1B}]2;a␛]0;b␇c\u{7}"
    let parts = output(terminal).split(separator: title)
    #expect(parts.count == 3, "named before and after")
    #expect(parts.count > 1 && parts[1].contains("\u{1B}[23;2t"))
    terminal.send(signal: SIGSTOP)
    #expect(terminal.wait { $0.isStopped($0.process) })
    terminal.send(signal: SIGCONT)
    #expect(terminal.wait(for: "resumed"))
    // What was not given back is not kept twice.
    let rest = output(terminal).split(separator: title).last ?? ""
    #expect(rest.contains("\u{1B}]2;a␛]0;b␇c\u{7}") && !rest.contains("\u{1B}[22;2t"))
  }

  @Test("takes the screen again after it was stopped without warning")
  func stoppedFromOutside() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    terminal.send(signal: SIGSTOP)
    #expect(terminal.wait { $0.isStopped($0.process) })
    terminal.screen.feed(Array("\u{1B}[H\u{1B}[2Jshell".utf8))
    terminal.resize(columns: 50, rows: 10)
    terminal.send(signal: SIGCONT)
    #expect(terminal.wait(for: "50x10"))
    #expect(terminal.wait(for: "resumed"))
    #expect(!terminal.screen.text.contains("shell"))
  }

  @Test("ends when told to although the terminal takes nothing any more")
  func stuck() throws {
    let terminal = try probe(columns: 200, rows: 60)
    #expect(terminal.wait(for: "200x60"))
    for _ in 0..<100 { try terminal.press("R") }
    terminal.send(signal: SIGTERM)
    #expect(terminal.waitForExitUnread() == .signal(SIGTERM))
    #expect(terminal.hasModesOfBefore)
  }

  @Test("wakes when a deadline passes")
  func deadline() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    try terminal.press("D")
    #expect(terminal.wait(for: "deadline passed"))
  }

  @Test("knows a lone Esc although shorter deadlines keep waking it")
  func escapeUnderDeadlines() throws {
    let terminal = try probe(columns: 120)
    #expect(terminal.wait(for: "120x12"))
    terminal.send("D\u{1B}".utf8)
    #expect(terminal.wait { $0.screen.text.contains("came first: ") })
    #expect(terminal.screen.text.contains("esc"), "\(terminal.screen.text)")
  }

  @Test("lives on after any bytes a terminal may send")
  func anyBytes() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    var random = Sequence32(seed: 11)
    let deadly = Set("q!@D\u{1A}".utf8)
    terminal.send((0..<10_000).map { _ in UInt8(random.next(256)) }.filter { !deadly.contains($0) })
    terminal.send("\u{1B}[201~\u{18}\u{7}".utf8)
    try terminal.press("up", "up")
    #expect(terminal.wait(for: "key up"))
    #expect(!output(terminal).contains("\u{1B}]0;"))
  }

  @Test("shows U+FFFD for what the C library has no width for, and nothing shifts")
  func newerUnicode() throws {
    let terminal = try probe()
    #expect(terminal.wait(for: "60x12"))
    try terminal.press("U")
    #expect(terminal.wait(for: "new \u{FFFD} | 😀|"))
    #expect(terminal.screen.cell(2, 8).text == "|")
    #expect(terminal.screen.cell(2, 12).text == "|")
  }

  @Test("ends when the terminal is gone")
  func hangup() throws {
    let program = try #require(builtProgram("TerminalProbe"))
    var terminal: PseudoTerminal? = try PseudoTerminal(
      program,
      ["dark"],
      environment: ["TERM": "xterm", "PATH": "/usr/bin:/bin"]
    )
    #expect(terminal?.wait(for: "80x24") == true)
    let process = try #require(terminal?.process)
    terminal?.hangUp()
    #expect(terminal?.waitForExit() == .code(0) || terminal?.exit == .signal(SIGHUP))
    terminal = nil
    #expect(kill(process, 0) != 0)
  }

  private func expectRestored(_ terminal: PseudoTerminal) {
    #expect(terminal.hasModesOfBefore)
    let tail = String(decoding: terminal.output.suffix(400), as: UTF8.self)
    for sequence in Self.leaving {
      #expect(tail.contains(sequence), "\(sequence.debugDescription)")
    }
  }

  private func child(of process: Int32) throws -> Int32 {
    let path = "/proc/\(process)/task/\(process)/children"
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    _ = fgets(&line, 64, file)
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return try #require(text.split(separator: " ").first.flatMap { Int32($0) })
  }
}

extension String {
  fileprivate func components(_ part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}

extension PseudoTerminal {
  /// Whether the last update has ended.
  fileprivate var hasWholeUpdate: Bool { output.suffix(8).elementsEqual("\u{1B}[?2026l".utf8) }
}

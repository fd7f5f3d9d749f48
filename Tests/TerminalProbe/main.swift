import Glibc
import Terminal
import Themes

/// A program for the tests: draws a frame, shows the keys it gets, and ends as it is told to.
private struct Probe {
  let session: TerminalSession
  let theme: Theme
  var lines: [String] = []
  var scroll = 0
  var changes = true

  func frame() -> Frame {
    let size = session.size
    var frame = Frame(size: size, style: theme[.text])
    frame.box(
      frame.bounds,
      style: theme[.border],
      title: [Span("probe", theme[.title])],
      glyphs: theme.glyphs.box
    )
    frame.put(
      "\(size.columns)x\(size.rows)",
      at: Point(x: 2, y: 1),
      style: theme[.ok].adding(.bold)
    )
    frame.put("中文|e\u{301}|\u{1B}[31m|❤\u{FE0F}|", at: Point(x: 12, y: 1), style: theme[.text])
    let room = size.rows - 3
    for (row, line) in lines.suffix(max(0, room)).enumerated() {
      frame.put(line, at: Point(x: 2, y: 2 + row), style: theme[.text], maxWidth: size.columns - 4)
    }
    return frame
  }

  mutating func take(_ event: TerminalEvent) -> Bool {
    switch event {
    case .input(.key(let key)): return press(key)
    case .input(.paste(let text)): lines.append("paste \(text.debugDescription)")
    case .input(.pasteLate): lines.append("paste late")
    case .input(.pasteTooLong): lines.append("paste too long")
    case .input(.mouse(let mouse)):
      lines.append("mouse \(mouse.kind) \(mouse.position.x) \(mouse.position.y)")
    case .input(.resized): break
    case .woken: lines.append("woken")
    case .resumed: lines.append("resumed")
    case .stopRequested:
      session.suspend()
      lines.append("resumed")
    case .signalled(let number):
      session.close(ignoring: [])
      signal(number, SIG_DFL)
      raise(number)
    case .hungUp: return false
    }
    return true
  }

  private mutating func press(_ key: Key) -> Bool {
    switch key.name {
    case "q": return false
    case "!": raise(SIGSEGV)
    case "@":
      let none: [Int] = []
      print(none[lines.count])
    case "ctrl-z": session.suspend()
    case "T": session.setTitle("a\u{1B}]0;b\u{07}c")
    case "Y": _ = session.copy("copied")
    case "R": session.redraw()
    case "W":
      let waker = session.waker
      Thread.run { waker.wake() }
    case "L":
      scroll += 1
      lines.append("line \(scroll) of a log that scrolls up by one row, \(scroll * 7919)")
    case "D":
      var events: [TerminalEvent] = []
      for _ in 0..<20 where events.isEmpty {
        events = session.wait(until: .now + .milliseconds(5))
      }
      lines.append(events.isEmpty ? "deadline passed" : "came first: \(events)")
    case "U": lines.append("new \u{1FAE8}| \u{1F600}|")
    case "=": break
    default: lines.append("key \(key.name)")
    }
    return true
  }
}

private enum Thread {
  static func run(_ body: @escaping @Sendable () -> Void) {
    Task.detached { body() }
  }
}

private func environment() -> [String: String] {
  var found: [String: String] = [:]
  for name in ["TERM", "COLORTERM", "NO_COLOR", "TERMINFO", "TERMINFO_DIRS", "HOME"] {
    if let value = getenv(name) { found[name] = String(cString: value) }
  }
  return found
}

do {
  let builtIn = BuiltInTheme(rawValue: CommandLine.arguments.dropFirst().first ?? "dark") ?? .dark
  let file = ThemeFile(file: builtIn.fileName, text: builtIn.yaml)
  let theme = try file.theme(named: builtIn.rawValue)
  let session = try TerminalSession(environment: environment())
  var probe = Probe(session: session, theme: theme.with(glyphs: session.capabilities.glyphs))
  var isRunning = true
  while isRunning {
    session.draw(probe.frame())
    for event in session.wait() where isRunning { isRunning = probe.take(event) }
  }
  session.close(ignoring: [])
} catch {
  let message = Array("terminal-probe: \(error)\n".utf8)
  _ = write(STDERR_FILENO, message, message.count)
  exit(69)
}

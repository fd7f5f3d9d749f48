import AWSWire
import CustomerDomain
import JSONValue
import Terminal

@testable import Dashboard
@testable import DashboardRuntime

/// A session at a dashboard, lived through and recorded at once, with every frame that was seen.
struct RecordedSession {
  static let now = Instant(milliseconds: 1_795_521_871_000)
  static let header = RecordingHeader(
    version: "0.1.0",
    state: state,
    theme: theme
  )
  static let state = DashboardState(
    context: ContextMark(name: "prod-漢\u{202E}", region: "eu-central-1", isProduction: true),
    now: now,
    size: Size(columns: 120, rows: 36),
    utcOffsetMinutes: 345,
    keys: (try? KeyTable(overrides: [.zoom: [.character("Z")]])) ?? .standard,
    themes: ["dark", "light"],
    theme: "dark"
  )
  static let theme = Theme(
    name: "mine",
    styles: [
      .text: Style(foreground: .rgb(1, 2, 3), background: .palette(7)),
      .error: Style(foreground: .palette(1), attributes: [.bold, .underline]),
      .selection: Style(attributes: .reverse),
    ]
  )

  private(set) var state = RecordedSession.state
  private(set) var theme = RecordedSession.theme
  private(set) var frames: [Frame] = []
  private(set) var bytes: [UInt8]
  private(set) var times: [Int64] = []
  private var writer = RecordingWriter()
  private var rows = 0
  private var time: Int64 = 0

  init() throws {
    bytes = try writer.line(RecordedSession.header)
    try happen(.event(.resized(state.size)))
  }

  /// The present moment of the session.
  var now: Instant { RecordedSession.now + time }

  /// Lets something happen, after so many milliseconds; what the log's rows are asked for comes.
  mutating func happen(_ content: RecordingEntry.Content, after milliseconds: Int64 = 40) throws {
    time += milliseconds
    bytes += try writer.line(RecordingEntry(milliseconds: time, content))
    times.append(time)
    var effects: [Effect] = []
    switch content {
    case .event(let event): effects = update(&state, event)
    case .theme(let theme): self.theme = theme
    case .opened(let header):
      state = try DashboardState(header.opening)
      theme = header.theme
    case .end: break
    }
    frames.append(view(state, size: state.size, theme: theme))
    for case .showLogs(let query) in effects { try happen(.event(.logsWindowed(window(query)))) }
  }

  /// Lets events happen one after the other.
  mutating func happen(_ events: DashboardEvent...) throws {
    for event in events { try happen(.event(event)) }
  }

  /// Presses keys by their names, with a space between them.
  mutating func press(_ names: String) throws {
    for name in names.split(separator: " ") {
      try happen(.event(.keyPressed(Key(name: String(name)) ?? Key(.escape), at: now)))
    }
  }

  /// Writes that it has ended.
  mutating func end() throws { try happen(.end("quit")) }

  /// Lets so many rows come to the log.
  mutating func log(_ count: Int) throws {
    rows += count
    if let query = state.logs.query { try happen(.logsWindowed(window(query))) }
  }

  private func window(_ query: LogQuery) -> LogWindow {
    let first = max(0, rows - query.above - query.below - 1)
    let lines = (first..<rows).map { RecordedSession.line($0) }
    return LogWindow(
      query: query,
      lines: lines,
      anchor: lines.last?.sequence,
      olderCount: first,
      total: rows,
      arrived: rows
    )
  }

  /// Text that is wide, or wants to do harm.
  static let texts = [
    "plain", #"{"level":"ERROR","message":"漢字","id":"e\u0301","n":1.50}"#,
    "\u{1B}[2J\u{1B}]0;x\u{7}", "\u{202E}rtl\u{2066}", "👨‍👩‍👧🏽 family", "🇩🇪", "a\tb\u{0}\u{9B}",
    "START RequestId: 5d1f8a00-0000-4000-8000-000000000000 Version: $LATEST\n",
    "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", String(repeating: "long ", count: 500),
    #"{"level":"WARN","message":"\u202e"}"#, "K \u{212A} Å \u{212B}",
  ]

  static func line(_ sequence: Int) -> LogLine {
    let text = texts[sequence % texts.count]
    guard sequence % 17 != 16 else {
      return LogLine(
        sequence: sequence,
        gap: LogGap(group: "/aws/lambda/a", from: now, to: now + 4000, count: 7)
      )
    }
    return LogLine(sequence: sequence, event: event(text, Int64(sequence)))
  }

  static func event(_ text: String, _ offset: Int64) -> LogEvent {
    LogEvent(
      eventID: "\(offset)",
      group: "/aws/lambda/put_customer_id",
      stream: "s",
      timestamp: now + offset,
      ingestedAt: now + offset,
      message: text
    )
  }
}

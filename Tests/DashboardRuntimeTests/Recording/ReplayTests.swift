import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard
@testable import DashboardRuntime

@Suite("Replaying")
struct ReplayTests {
  static func keys(_ names: String, _ controls: inout ReplayControls) {
    for name in names.split(separator: " ") {
      if let key = Key(name: String(name)) { _ = controls.press(key) }
    }
  }

  @Test(
    "Keys move, stop and hasten a replay of a minute",
    arguments: [
      ("right", 20_000), ("left", 0), ("right left", 10_000), ("G", 60_000), ("G right", 60_000),
      ("g", 0), ("l l h", 20_000), ("e", 20_000), ("e e", 30_000), ("e e e", 30_000),
      ("G E", 30_000), ("E", 10_000), ("x", 10_000), ("end home", 0),
    ] as [(String, Int64)]
  )
  func moves(names: String, position: Int64) {
    var controls = ReplayControls(duration: 60_000)
    controls.learn(troubles: [30_000, 20_000])
    controls.advance(by: 10_000)
    ReplayTests.keys(names, &controls)
    #expect(controls.position == position)
  }

  @Test("Time passes at the chosen speed, and not while it is paused or at the end")
  func pace() {
    var controls = ReplayControls(duration: 60_000)
    controls.advance(by: 1000.5)
    controls.advance(by: 0.5)
    #expect(controls.position == 1001 && controls.speed == 1)
    ReplayTests.keys("]", &controls)
    controls.advance(by: 1000)
    #expect(controls.position == 3001 && controls.speed == 2)
    ReplayTests.keys("space", &controls)
    controls.advance(by: 1000)
    #expect(controls.position == 3001 && controls.isPaused)
    ReplayTests.keys("p [ [ [ [ [ [", &controls)
    controls.advance(by: 1000)
    #expect(controls.position == 3251 && controls.speed == 0.25)
    ReplayTests.keys("] ] ] ] ] ] ] ] ]", &controls)
    #expect(controls.speed == 60)
    controls.advance(by: 60_000)
    #expect(controls.isAtEnd && !controls.isPlaying)
    ReplayTests.keys("space", &controls)
    #expect(controls.position == 0 && controls.isPlaying)
  }

  @Test("Trouble that is looked for is stopped at, and where there is none it says so")
  func trouble() {
    var controls = ReplayControls(duration: 60_000)
    ReplayTests.keys("e", &controls)
    #expect(controls.note == "goes there once the recording is read" && controls.position == 0)
    controls.learn(troubles: [20_000])
    #expect(controls.isPaused && controls.note == nil && controls.position == 20_000)
    ReplayTests.keys("e", &controls)
    #expect(controls.note == "no alarm or error after this")
    #expect(!controls.press(.character("q")) && !controls.press(.ctrl("c")))
  }

  @Test("The line below tells time, place and speed, and how to end it at every width")
  func bar() {
    var picture = Frame(size: Size(columns: 40, rows: 12), style: .plain)
    picture.put("漢字 top", at: .origin, style: .plain)
    picture.put("bottom", at: Point(x: 0, y: 11), style: .plain)
    var controls = ReplayControls(duration: 3_700_000)
    controls.advance(by: 61_000)
    for (columns, rows) in [(40, 12), (80, 24), (120, 36), (20, 5), (1, 1), (0, 0)] {
      let screen = ReplayScreen(
        size: Size(columns: columns, rows: rows),
        controls: controls,
        start: RecordedSession.now,
        theme: .plain
      )
      let frame = screen.frame(.init(frame: picture, utcOffsetMinutes: 60))
      guard columns >= 40 else { continue }
      #expect(frame.line(0) == "漢字 top")
      let bar = frame.line(rows - 1)
      #expect(bar.hasPrefix(" replay 13:05:32  1:01 / 1:01:40  1×"), "\(bar)")
      #expect(
        rows > 12 ? frame.line(11) == "bottom" : columns < 80 || bar.contains("cut from 40×12")
      )
      if columns >= 80 { #expect(bar.contains("q quit") && bar.contains("space pause")) }
    }
  }

  @Test("At the size of the recording nothing is cut, and the line below can be hidden")
  func wholeScreen() {
    var picture = Frame(size: Size(columns: 100, rows: 30), style: .plain)
    picture.put("bottom", at: Point(x: 0, y: 29), style: .plain)
    var controls = ReplayControls(duration: 60_000)
    func frame(_ columns: Int = 100) -> Frame {
      ReplayScreen(
        size: Size(columns: columns, rows: 30),
        controls: controls,
        start: RecordedSession.now,
        theme: .plain
      ).frame(.init(frame: picture, utcOffsetMinutes: 0))
    }
    #expect(frame().line(29).hasPrefix(" replay") && !frame().line(29).contains("cut from"))
    #expect(frame().line(29).contains("next trouble"))
    #expect(frame(99).line(29).contains("cut from 100×30"))
    ReplayTests.keys("b", &controls)
    #expect(frame().line(29) == "bottom")
    ReplayTests.keys("e", &controls)
    #expect(frame().line(29).contains("goes there"), "what is said is shown nevertheless")
    ReplayTests.keys("b", &controls)
    #expect(frame().line(29).hasPrefix(" replay"))
  }

  @Test("Older lines that were scrolled to are no new errors, whatever their numbers")
  func scrolledErrors() {
    func window(_ lines: [LogLine]) -> DashboardEvent {
      let query = LogQuery(above: 1, below: 0)
      return .logsWindowed(
        LogWindow(query: query, lines: lines, anchor: nil, total: 0, arrived: 0)
      )
    }
    func error(_ number: Int, _ offset: Int64) -> LogLine {
      LogLine(sequence: number, event: RecordedSession.event("ERROR no", offset))
    }
    var finder = TroubleFinder()
    finder.take(window([error(5, 5000)]), at: 0)
    finder.take(window([error(900, 1000), error(5, 5000)]), at: 1)
    #expect(finder.found.isEmpty)
    finder.take(window([error(5, 5000), error(6, 6000)]), at: 2)
    #expect(finder.found.map(\.milliseconds) == [2])
  }

  @Test("Trouble begins where an alarm turns red, a new error is logged, or a pane fails")
  func finding() {
    var finder = TroubleFinder()
    func window(_ sequences: Range<Int>) -> DashboardEvent {
      .logsWindowed(
        LogWindow(
          query: LogQuery(above: 1, below: 0),
          lines: sequences.map(RecordedSession.line),
          anchor: nil,
          total: 0,
          arrived: 0
        )
      )
    }
    let failure = RecordedSamples.failure
    let events: [DashboardEvent] = [
      window(0..<3), .alarmsListed([RecordedSamples.alarm("a", .ok)], at: RecordedSession.now),
      .alarmsListed([RecordedSamples.alarm("a", .alarm)], at: RecordedSession.now),
      .alarmsListed([RecordedSamples.alarm("a", .alarm)], at: RecordedSession.now),
      window(0..<12), window(2..<14), window(3..<15), .executionsFailed(failure, retryAt: nil),
      .executionsFailed(failure, retryAt: nil), .executionsListed([], at: RecordedSession.now),
      .executionsFailed(failure, retryAt: nil),
    ]
    for (index, event) in events.enumerated() { finder.take(event, at: Int64(index)) }
    #expect(
      finder.found == [
        .init(milliseconds: 2, kind: .alarm(name: "a")), .init(milliseconds: 5, kind: .logError),
        .init(milliseconds: 7, kind: .failure(failure.description)),
        .init(milliseconds: 10, kind: .failure(failure.description)),
      ]
    )
  }
}

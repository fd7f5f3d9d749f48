import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Layout and time")
struct LayoutTests {
  /// Each pane's number in the cells it has, a tenth of the screen a character.
  func picture(_ size: Size, focus: Pane = .logs, zoom: Bool = false, step: Size) -> String {
    let panes = Layout.panes(size, focus: focus, zoom: zoom)
    return stride(from: 0, to: size.rows, by: step.rows).map { y in
      stride(from: 0, to: size.columns, by: step.columns).map { x in
        panes.first { $0.value.contains(Point(x: x, y: y)) }.map { String($0.key.rawValue) } ?? "."
      }.joined()
    }.joined(separator: "\n")
  }

  @Test("Two columns where there is room for four panes")
  func columns() {
    let step = Size(columns: 10, rows: 5)
    #expect(
      picture(Size(columns: 110, rows: 30), step: step)
        == "...........\n11112222222\n11112222222\n44443333333\n44443333333\n44443333333"
    )
  }

  @Test("One column where there is not, with the focused pane open")
  func stack() {
    let step = Size(columns: 20, rows: 1)
    #expect(
      picture(Size(columns: 40, rows: 12), step: step)
        == "..\n11\n22\n33\n33\n33\n33\n33\n33\n33\n44\n.."
    )
    #expect(
      picture(Size(columns: 40, rows: 12), focus: .customers, step: step)
        == "..\n11\n11\n11\n11\n11\n11\n11\n22\n33\n44\n.."
    )
  }

  @Test("Zoomed, the focused pane has it all")
  func zoom() {
    let step = Size(columns: 55, rows: 10)
    #expect(picture(Size(columns: 110, rows: 30), zoom: true, step: step) == "..\n33\n33")
  }

  @Test("At every size panes neither overlap nor leave a cell out")
  func exact() {
    for columns in stride(from: 40, through: 240, by: 7) {
      for rows in stride(from: 12, through: 80, by: 3) {
        let size = Size(columns: columns, rows: rows)
        let rects = Array(Layout.panes(size, focus: .alarms, zoom: false).values)
        #expect(rects.reduce(0) { $0 + $1.size.area } == columns * (rows - 2))
        for (index, rect) in rects.enumerated() {
          #expect(rects[(index + 1)...].allSatisfy { $0.intersection(rect).isEmpty })
        }
      }
    }
  }

  @Test("Any size can be drawn, whatever is open")
  func anySize() {
    for keys in ["", "esc ?", "esc d", "tab esc enter", "shift-tab enter", "esc /", "esc 3 E w"] {
      var driver = Driver.full()
      driver.keys(keys)
      for columns in stride(from: 0, through: 130, by: 13) {
        for rows in stride(from: 0, through: 40, by: 3) {
          let size = Size(columns: columns, rows: rows)
          driver.go(.resized(size))
          #expect(view(driver.state, size: size, theme: .plain).size == size)
        }
      }
    }
  }

  @Test(
    "Ages go in steps",
    arguments: [
      (0, "now", 5), (4.9, "now", 0.1), (12, "10 s", 3), (59, "55 s", 1), (61, "1 m", 59),
      (3599, "59 m", 1), (7300, "2 h", 3500), (90_000, "25 h", 3600), (200_000, "2 d", 59_200),
    ]
  )
  func ages(seconds: Double, text: String, untilChange: Double) {
    let since = Sample.ago(seconds)
    #expect(Age.event.text(since, now: Sample.now) == text)
    #expect(Age.event.nextChange(since, now: Sample.now) - Sample.now == Int64(untilChange * 1000))
  }

  @Test(
    "The age of data stays the same while it comes regularly",
    arguments: [(0, "<10 s", 10), (9.9, "<10 s", 0.1), (12, "10 s", 8), (61, "1 m", 59)]
  )
  func dataAges(seconds: Double, text: String, untilChange: Double) {
    let since = Sample.ago(seconds)
    #expect(Age.data.text(since, now: Sample.now) == text)
    #expect(Age.data.nextChange(since, now: Sample.now) - Sample.now == Int64(untilChange * 1000))
  }

  @Test(
    "Lags are told by the next step above",
    arguments: [
      (0, "<1 s"), (1000, "<2 s"), (9400, "<10 s"), (42_000, "<1 m"), (60_000, "<2 m"),
    ]
  )
  func lags(milliseconds: Int64, text: String) {
    #expect(Took.below(milliseconds) == text)
  }

  @Test("On a tall screen the logs have more than half of the right column")
  func tall() {
    let panes = Layout.panes(Size(columns: 200, rows: 60), focus: .logs, zoom: false)
    #expect((panes[.logs]?.height ?? 0) > (panes[.workflow]?.height ?? 0))
    #expect((panes[.customers]?.width ?? 0) <= 62)
  }

  @Test(
    "How long a first answer is awaited is told in steps",
    arguments: [
      (0, "", 2), (1.9, "", 0.1), (2, " 2 s", 2), (9.5, " 8 s", 0.5), (13, " 10 s", 2),
      (59, " 55 s", 1), (61, " 1 m 00 s", 59),
    ]
  )
  func patience(seconds: Double, words: String, untilChange: Double) {
    let start = Sample.ago(seconds)
    #expect(Patience.words(since: start, now: Sample.now) == words)
    let next = Patience.nextChange(since: start, now: Sample.now)
    #expect(next - Sample.now == Int64((untilChange * 1000).rounded()))
  }

  @Test("The wait for a first answer is told, and wakes nobody once it is over")
  func patient() {
    var driver = Driver()
    driver.go(.clockTicked(Sample.now + 4000))
    let text = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(text.contains("looking for runs… 4 s"))
    driver = Driver.full()
    #expect(!driver.state.isLooking)
  }

  @Test(
    "Durations have at most two units",
    arguments: [
      (3, "3 ms"), (849, "0.8 s"), (3400, "3.4 s"), (12_000, "12 s"), (65_000, "1 m 05 s"),
      (7_800_000, "2 h 10 m"),
    ]
  )
  func durations(milliseconds: Int64, text: String) {
    #expect(Took.text(milliseconds) == text)
  }

  @Test(
    "Latencies are told to the millisecond below a second",
    arguments: [
      (0, "<1 ms"), (0.4, "<1 ms"), (0.6, "1 ms"), (62, "62 ms"), (999.4, "999 ms"),
      (999.6, "1.0 s"), (62_000, "1 m 02 s"),
    ] as [(Double, String)]
  )
  func latencies(milliseconds: Double, text: String) {
    #expect(Took.latency(milliseconds) == text)
  }

  @Test("Between ticks nothing changes, and at the tick something may")
  func ticks() throws {
    var driver = Driver.full()
    let before = view(driver.state, size: Sample.size, theme: .plain)
    let tick = try #require(nextTick(driver.state))
    #expect(tick > Sample.now)
    driver.go(.clockTicked(tick + -1))
    #expect(view(driver.state, size: Sample.size, theme: .plain) == before)
    driver.go(.clockTicked(tick))
    #expect(view(driver.state, size: Sample.size, theme: .plain) != before)
  }
}

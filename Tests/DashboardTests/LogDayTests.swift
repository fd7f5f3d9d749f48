import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("The days of log lines")
struct LogDayTests {
  /// A dashboard with one line at each of so many hours before now, the oldest first.
  private func driver(_ hours: [Double], columns: Int = 120, rows: Int = 24) throws -> Driver {
    var driver = Driver.full(Size(columns: columns, rows: rows))
    driver.keys("esc 3 z")
    let lines = hours.enumerated().map { index, hours in
      LogLine(sequence: index, event: Sample.event("line \(index)", seconds: hours * 3600))
    }
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, lines)))
    return driver
  }

  /// What stands in the time column of each row.
  private func times(_ driver: Driver) -> [String] {
    let geometry = LogsGeometry(driver.state)
    let frame = view(driver.state, size: driver.state.size, theme: .plain)
    return geometry.places(driver.state.logs).places.map { place in
      let letters = (0..<geometry.timeWidth).map { column in
        frame.character(at: place.rect.origin.offset(columns: column))
      }
      return letters.joined().split(separator: " ").joined(separator: " ")
    }
  }

  @Test("A line of another day than the one above it has the date, and so has the first in sight")
  func days() throws {
    let hours = [12 * 24 + 4.5, 12 * 24 + 4.4, 20, 19, 2, 1]
    #expect(
      try times(driver(hours)) == [
        "11-12 07:34", "07:40:31.000", "11-23 16:04", "17:04:31.000", "11-24 10:04", "11:04:31.000",
      ]
    )
    #expect(try times(driver([2, 1])) == ["10:04:31.000", "11:04:31.000"])
    #expect(try times(driver([19, 18])) == ["11-23 17:04", "18:04:31.000"])
  }

  @Test("A narrow column has the date alone, and an age tells the day by itself")
  func narrow() throws {
    var driver = try driver([20, 19, 2], columns: 40, rows: 16)
    #expect(times(driver) == ["11-23", "17:04:31", "11-24"])
    #expect(try times(self.driver([400 * 24, 1], columns: 40)) == ["25-10-20", "11-24"])
    driver.state.logs.times = .age
    #expect(times(driver) == ["20 h", "19 h", "2 h"])
  }

  @Test("The day is that of the clock which is shown, and another year is named")
  func clocks() throws {
    var driver = try driver([14, 13, 2])
    #expect(times(driver) == ["11-23 22:04", "23:04:31.000", "11-24 10:04"])
    driver.state.utcOffsetMinutes = 60
    driver.state.logs.times = .local
    #expect(times(driver) == ["11-23 23:04", "11-24 00:04", "11:04:31.000"])
    #expect(try times(self.driver([400 * 24, 1])) == ["2025-10-20", "11-24 11:04"])
  }

  @Test("A gap over days says from when on and until when, and how long it is in words")
  func gap() throws {
    func gap(_ from: Double, _ to: Double) -> LogGap {
      LogGap(
        group: "",
        from: Sample.ago(from * 3600),
        to: Sample.ago(to * 3600),
        count: nil,
        reason: .notRead
      )
    }
    let lengths = [0.249, 0.0007, 12 * 24.5, 0.0001, 3.5].map { gap($0, 0).length }
    #expect(lengths == ["14 m 57 s", "3 s", "12 d", "1 s", "3 h 30 m"])
    var driver = try driver([2, 1])
    let lines = [
      LogLine(sequence: 0, event: Sample.event("before", seconds: 13 * 24 * 3600)),
      LogLine(sequence: 1, gap: gap(12 * 24, 1)),
      LogLine(sequence: 2, event: Sample.event("after", seconds: 3600)),
    ]
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, lines)))
    #expect(times(driver) == ["11-11 12:04", "11-12 12:04", "11-24 11:04"])
    let text = view(driver.state, size: driver.state.size, theme: .plain).text
    #expect(text.contains("not read from 11-12 12:04 to 11-24 11:04 (11 d): "), "\(text)")
  }

  @Test("The line in place of a pane that is not open, and a bar of another day, say the day")
  func elsewhere() throws {
    var driver = try driver([20])
    driver.keys("esc 1")
    driver.state.size = Size(columns: 80, rows: 24)
    let text = view(driver.state, size: driver.state.size, theme: .plain).text
    let summary = text.split(separator: "\n").first { $0.contains("3 Logs") } ?? ""
    #expect(summary.contains("11-23 16:04 "), "\(text)")
  }

  @Test("The lines of a reason have another day in their heading, and where it changes")
  func reason() {
    func text(_ driver: Driver) -> String {
      view(driver.state, size: driver.state.size, theme: .plain).text
    }
    var driver = Driver.why()
    #expect(text(driver).contains("(insert_id) ─"))
    driver.go(.clockTicked(Sample.now + 86_400_000))
    #expect(text(driver).contains("(insert_id), 11-24 ─"))
    var trace = Sample.traceOfRun
    trace.lines.append(Sample.event("late", function: "insert_id", seconds: -86_400, id: "e4"))
    driver.go(.incidentTraced(WhyTrace(trace), of: WhyTests.alarm))
    #expect(text(driver).contains("11-25 12:04   late"), "\(text(driver))")
  }

  @Test("The history of a run of another day has it in its heading, and where it changes")
  func history() throws {
    var detail = Sample.forked
    detail.events[1].timestamp = detail.events[1].timestamp + 86_400_000
    var driver = Driver.full(Size(columns: 120, rows: 160))
    driver.keys("esc 2 esc")
    driver.state.workflow.cursor.selected = detail.execution.arn
    driver.keys("enter")
    driver.go(.executionDescribed(ExecutionReport(detail), at: Sample.now))
    var text = view(driver.state, size: driver.state.size, theme: .plain).text
    #expect(text.contains("History") && !text.contains("History, "), "\(text)")
    #expect(text.contains(/11-25 \d\d:\d\d +TaskStateExited/), "\(text)")
    driver.go(.clockTicked(Sample.now + 86_400_000))
    text = view(driver.state, size: driver.state.size, theme: .plain).text
    #expect(text.contains("History, 11-24"), "\(text)")
  }
}

import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Wrapped log lines that are longer than the screen")
struct LogWrapTests {
  /// Logs that follow, wrapped, in the whole of a screen.
  ///
  /// - Parameters:
  ///   - length: how many numbered words the long line has.
  ///   - after: how many short lines come after it.
  ///   - size: the screen's size.
  /// - Returns: the dashboard.
  /// - Throws: what kept the lines from being fed.
  private func driver(
    words length: Int = 400,
    after: Int,
    size: Size = Size(columns: 80, rows: 24)
  ) throws -> Driver {
    var driver = Driver(Sample.state(size: size))
    driver.keys("esc 3 z w")
    let long = (0..<length).map { "word\($0)" }.joined(separator: " ")
    let texts = (0..<40).map { "before\($0)" } + [long] + (0..<after).map { "after\($0)" }
    let lines = texts.enumerated().map { index, text in
      LogLine(sequence: index, event: Sample.event(text, seconds: Double(100 - index)))
    }
    try feed(&driver, lines)
    driver.go(.logTailChanged(TailStatus(groupCount: 7), eventsPerSecond: 3))
    return driver
  }

  private func feed(_ driver: inout Driver, _ lines: [LogLine]) throws {
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, lines)))
  }

  private func rows(_ driver: Driver) -> [String] {
    let frame = view(driver.state, size: driver.state.size, theme: .plain)
    let rows = LogsGeometry(driver.state).rows
    return (rows.y..<rows.maxY).map { frame.line($0) }
  }

  private func isBlank(_ row: String) -> Bool { !row.contains { $0.isLetter } }

  @Test("At the tail the end of a long line stands above the last lines, and no row is empty")
  func tail() throws {
    for after in [0, 1, 3] {
      let driver = try driver(after: after)
      let rows = rows(driver)
      #expect(!rows.contains(where: isBlank), "\(rows)")
      #expect(rows[rows.count - 1 - after].contains("word399"), "\(rows)")
      if after > 0 { #expect(rows.last?.contains("after\(after - 1)") == true) }
    }
  }

  @Test("k and j read a long line row by row, and miss none of its words")
  func reading() throws {
    var driver = try driver(after: 3)
    var seen: Set<String> = []
    func look(_ driver: Driver) {
      for row in rows(driver) {
        seen.formUnion(row.split { !$0.isLetter && !$0.isNumber }.map(String.init))
      }
    }
    let words = (0..<400).map { "word\($0)" }
    look(driver)
    var presses = 0
    while driver.state.logs.follows || driver.state.logs.selected ?? 0 > 39, presses < 200 {
      driver.keys("k")
      look(driver)
      presses += 1
      #expect(!rows(driver).contains(where: isBlank))
    }
    #expect(words.allSatisfy(seen.contains), "up")
    #expect(driver.state.logs.selected == 39)
    seen = []
    while driver.state.logs.selected != 43, presses < 400 {
      driver.keys("j")
      look(driver)
      presses += 1
      #expect(!rows(driver).contains(where: isBlank))
    }
    #expect(words.allSatisfy(seen.contains), "down")
    #expect(rows(driver).last?.contains("after2") == true)
  }

  @Test("The wheel scrolls by rows, and nothing moves when following stops")
  func wheel() throws {
    var driver = try driver(after: 3)
    let before = rows(driver)
    driver.state.scrollLogs(by: -1)
    let after = rows(driver)
    #expect(!driver.state.logs.follows)
    // The marks at the edges of the first and the last row are others.
    #expect(Array(after[2..<after.count - 1]) == Array(before[1..<before.count - 2]))
    driver.state.scrollLogs(by: 1)
    #expect(rows(driver) == before)
    var still = try self.driver(after: 3)
    still.keys("k")
    #expect(rows(still) == before)
  }

  @Test("Lines that come in leave a long line that is read where it is")
  func stillness() throws {
    var driver = try driver(after: 3)
    driver.keys("k k k k k k k k")
    #expect(driver.state.logs.topSkip > 0 && driver.state.logs.selected == 40)
    let before = rows(driver)
    let more = driver.state.logs.lines + Sample.lines(5, from: 100)
    try feed(&driver, more)
    #expect(rows(driver) == before)
  }

  @Test("Whatever the size becomes, the selected line stays in sight")
  func sizes() throws {
    var driver = try driver(after: 3)
    driver.keys("k k k k k k k k")
    for size in [(40, 12), (200, 60), (44, 13), (80, 24)] {
      driver.go(.resized(Size(columns: size.0, rows: size.1)))
      let places = LogsGeometry(driver.state).places(driver.state.logs)
      #expect(places.places.contains { $0.index == 40 }, "\(size)")
      #expect(!rows(driver).contains(where: isBlank), "\(size)")
    }
    driver.keys("w")
    #expect(driver.state.logs.topSkip == 0)
  }

  @Test("What a row does not keep of a line is told at its end")
  func cut() throws {
    let driver = try driver(words: 15_000, after: 3)
    let rows = rows(driver)
    let words = rows.joined().split { $0.isWhitespace || "│▴▾".contains($0) }.joined(separator: " ")
    #expect(words.contains("… cut: open it to read on"), "\(rows)")
    #expect(!rows.contains(where: isBlank))
  }
}

import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Columns of the log")
struct LogColumnsTests {
  func driver(_ size: Size = Sample.size) -> Driver {
    var driver = Driver(Sample.state(size: size))
    driver.keys("esc 3")
    driver.feedLogs()
    return driver
  }

  func screen(_ driver: Driver) -> String {
    view(driver.state, size: driver.state.size, theme: .plain).text
  }

  /// Chooses fields by their names.
  func choose(_ names: String..., in driver: inout Driver) {
    driver.keys("c")
    for name in names {
      driver.keys("g")
      while case .columns(let chooser) = driver.state.layers.last, chooser.field?.name != name,
        chooser.selected < chooser.fields.count - 1
      { driver.keys("down") }
      driver.keys("space")
    }
    driver.keys("esc")
  }

  @Test("c lists the fields that were seen, the most frequent first, and space gives one a column")
  func chooser() throws {
    var driver = driver()
    driver.keys("c")
    guard case .columns(let chooser) = driver.state.layers.last else {
      Issue.record("no list is open")
      return
    }
    #expect(chooser.fields.map(\.name).prefix(3) == ["id", "requestId", "durationMs"])
    #expect(chooser.fields[0].count == 45)
    #expect(screen(driver).contains("[ ]  id"))
    driver.keys("space")
    #expect(screen(driver).contains("[1]  id"))
    driver.keys("down down enter")
    #expect(driver.state.logs.columns.map(\.name) == ["id", "durationMs"])
    driver.keys("left")
    #expect(driver.state.logs.columns.map(\.name) == ["durationMs", "id"])
    driver.keys("right right")
    #expect(driver.state.logs.columns.map(\.name) == ["id", "durationMs"])
    driver.keys("space esc")
    #expect(driver.state.logs.columns.map(\.name) == ["id"])
    #expect(driver.state.keyContext == .logs)
  }

  @Test("A field with a column stands there, under its name, and no longer among the others")
  func columns() throws {
    var driver = driver(Size(columns: 200, rows: 60))
    choose("id", "status", in: &driver)
    let text = screen(driver)
    #expect(text.contains("id         status"))
    #expect(text.contains("· info  user_test     201  created "))
    #expect(!text.contains("id=user_test") && !text.contains("status=201"))
    #expect(text.contains("exists=false"))
  }

  @Test("Columns are squeezed where there is little room, and what has none stays in the text")
  func narrow() {
    var driver = driver(Size(columns: 40, rows: 12))
    choose("id", "status", "exists", in: &driver)
    let geometry = LogsGeometry(driver.state)
    #expect(geometry.columnNames == ["id"])
    #expect(screen(driver).contains("user_te…  "))
    #expect(geometry.bodyWidth - geometry.indent(of: driver.state.logs.lines[1]) >= 8)
    #expect(screen(driver).contains(" id "))
    driver.keys("w")
    #expect(LogsGeometry(driver.state).columnNames.isEmpty, "wrapped, all of it is in the text")
    #expect(screen(driver).contains("status=201"))
  }

  @Test(
    "However many columns there are, they leave room for what a line says",
    arguments: [40, 60, 80, 120, 200]
  )
  func room(columns: Int) {
    var driver = driver(Size(columns: columns, rows: 24))
    for index in 0..<30 { driver.state.logs.toggleColumn("field number \(index)") }
    let geometry = LogsGeometry(driver.state)
    let left = geometry.bodyWidth - geometry.levelWidth - geometry.columnWidths.reduce(0, +)
    #expect(left >= 8)
    #expect(geometry.columnWidths.allSatisfy { $0 >= LogColumn.minimumWidth + LogColumn.gap })
  }

  @Test("A column never becomes narrower, so that rows keep still; numbers end where it does")
  func widths() {
    var column = LogColumn("n")
    func line(_ value: String) -> LogLine {
      LogLine(sequence: 0, event: Sample.event(#"{"message":"x","n":\#(value)}"#))
    }
    column.measure([line("12345"), line("7")])
    #expect(column.width == 5 && column.isNumeric)
    column.measure([line("7")])
    #expect(column.width == 5)
    column.measure([line(#""some words and more of them, many more""#)])
    #expect(column.width == LogColumn.maximumWidth && !column.isNumeric)
  }

  @Test("A column shows the whole value where the text shows only its end")
  func wholeValues() {
    let arn = "arn:aws:states:eu-central-1:0:execution:w:run-1"
    let line = LogLine(
      sequence: 0,
      event: Sample.event(#"{"level":"INFO","message":"x","executionArn":"\#(arn)"}"#)
    )
    #expect(line.text.text.contains("executionArn=…run-1"))
    #expect(line.value(of: "executionArn")?.text == arn)
    let report = LogLine(sequence: 0, event: Sample.event(Sample.messages[2].1))
    #expect(report.value(of: "requestId")?.text == "5d1f8a00-0000-4000-8000-000000000000")
    #expect(report.value(of: "durationMs")?.text == "14")
    #expect(report.value(of: "memoryMB")?.text == "62")
  }

  @Test("A line with a thousand fields, and huge ones, keeps few and short ones")
  func hostileFields() {
    let members = (0..<1000).map { "\"k\($0)\u{1B}\":\"\(String(repeating: "v", count: 5000))\"" }
    let message = "{" + members.joined(separator: ",") + "}"
    let line = LogLine(sequence: 0, event: Sample.event(message))
    #expect(line.fields.count <= LogRoom.row.fields)
    #expect(line.text.width <= LogRoom.row.line)
    #expect(!line.text.text.contains("\u{1B}"))
  }

  @Test("Without a line that has fields there is nothing to choose from")
  func nothingToChoose() throws {
    var driver = Driver()
    driver.keys("esc 3")
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, [LogLine(sequence: 1, event: Sample.event("x"))])))
    driver.keys("c")
    #expect(driver.state.layers.isEmpty)
    #expect(driver.state.message?.text == "columns: no line at hand has fields")
  }

  @Test("Levels have a sign and a word each, and no two share either")
  func levels() throws {
    var driver = Driver()
    driver.keys("esc 3")
    let query = try #require(driver.state.logs.query)
    let lines = ["DEBUG", "INFO", "WARN", "ERROR"].enumerated().map { index, level in
      LogLine(
        sequence: index,
        event: Sample.event(#"{"level":"\#(level)","message":"hello"}"#)
      )
    }
    driver.go(.logsWindowed(Sample.window(query, lines)))
    for text in ["  debug hello", "· info  hello", "! WARN  hello", "✕ ERROR hello"] {
      #expect(screen(driver).contains(text), "\(text)")
    }
  }
}

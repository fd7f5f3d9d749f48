import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("Saving")
struct SavingTests {
  func driver() -> Driver {
    var driver = Driver()
    driver.keys("esc 3")
    driver.feedLogs()
    driver.go(.logTailChanged(TailStatus(groupCount: 7), eventsPerSecond: 3))
    return driver
  }

  func screen(_ driver: Driver) -> String {
    view(driver.state, size: driver.state.size, theme: .plain).text
  }

  /// What the effects save.
  func order(_ effects: [Effect]) -> SaveOrder? {
    effects.compactMap { if case .save(let order) = $0 { order } else { nil } }.first
  }

  @Test("A question that comes late takes no keys of whoever types")
  func lateQuestion() throws {
    var driver = driver()
    let saved = try #require(order(driver.keys("ctrl-s enter")))
    driver.keys("1")
    #expect(driver.state.keyContext == .customersField)
    driver.go(.saveEnded(.exists(saved)))
    #expect(driver.state.question == nil && driver.state.message?.isError == true)
    #expect(driver.keys("y").allSatisfy { if case .save = $0 { false } else { true } })
  }

  @Test("ctrl-s proposes a name; tab saves other lines, down another format, enter saves")
  func prompt() throws {
    var driver = driver()
    driver.keys("k m k ctrl-s")
    #expect(driver.state.keyContext == .save)
    #expect(screen(driver).contains("save 1 marked as rollcall-logs-20261124T120431Z.log"))
    driver.keys("tab")
    #expect(screen(driver).contains("save all 580 lines as"))
    driver.keys("tab")
    #expect(screen(driver).contains("save the line as"))
    driver.keys("down down")
    let saved = try #require(order(driver.keys("enter")))
    #expect(saved.content == .lines([77]))
    #expect(saved.path == "rollcall-logs-20261124T120431Z.csv")
    #expect(saved.format == .csv && !saved.replaces)
    #expect(driver.state.saving != nil)
    driver.keys("ctrl-s")
    #expect(driver.state.message?.text == "save: a file is still being written")
  }

  @Test("All that the filter lets through is saved, with the columns that are shown")
  func passing() throws {
    var driver = driver()
    driver.keys("c space esc / b enter ctrl-s")
    let saved = try #require(order(driver.keys("enter")))
    guard case .passing(let query, _) = saved.content else {
      Issue.record("\(saved.content)")
      return
    }
    #expect(query.filter == "b")
    #expect(saved.fields == ["id"])
  }

  @Test("A name whose end tells no format is not taken, and the prompt says so")
  func noFormat() {
    var driver = driver()
    driver.keys("ctrl-s ctrl-u")
    driver.type("x.doc")
    #expect(screen(driver).contains("let it end in .log, .jsonl or .csv"))
    #expect(order(driver.keys("enter")) == nil)
    #expect(driver.state.keyContext == .save)
    driver.keys("down")
    #expect(screen(driver).contains("save all 580 lines as x.doc.log"))
    driver.keys("esc")
    #expect(driver.state.keyContext == .logs)
  }

  @Test("How far it has come stands in the title, and in the end where and how many")
  func progress() throws {
    var driver = driver()
    driver.keys("ctrl-s")
    let saved = try #require(order(driver.keys("enter")))
    driver.go(.saveProgressed(SaveProgress(done: 290, expected: 580)))
    #expect(screen(driver).contains("saving 50 %"))
    driver.go(.saveEnded(.saved(saved, path: "/tmp/x.log", count: 580)))
    #expect(driver.state.message?.text == "saved 580 lines to /tmp/x.log")
    #expect(driver.state.saving == nil)
  }

  @Test("A file that is there is replaced only after a question, also where nothing may be changed")
  func replacing() throws {
    var driver = Driver(
      Sample.state(context: ContextMark(name: "live", region: "x", isReadOnly: true))
    )
    driver.keys("esc 3")
    driver.feedLogs()
    driver.keys("ctrl-s")
    let saved = try #require(order(driver.keys("enter")))
    driver.go(.saveEnded(.exists(saved)))
    #expect(screen(driver).contains("which is there already"))
    #expect(screen(driver).contains("y replace"))
    let again = try #require(order(driver.keys("y")))
    #expect(again.replaces && again.path == saved.path)
    driver.go(.saveEnded(.exists(saved)))
    #expect(driver.keys("n").isEmpty)
    #expect(driver.state.saving == nil && driver.state.layers.isEmpty)
  }

  @Test("What could not be saved is said with the reason")
  func failure() throws {
    var driver = driver()
    driver.keys("ctrl-s")
    let saved = try #require(order(driver.keys("enter")))
    driver.go(.saveEnded(.failed(saved, reason: "No space left on device")))
    #expect(driver.state.message?.isError == true)
    #expect(driver.state.message?.text.hasSuffix(": No space left on device") == true)
  }

  @Test("The ids below the field are saved as CSV, from the field too")
  func customers() throws {
    var driver = Driver.full()
    driver.keys("ctrl-s")
    #expect(screen(driver).contains("save 3 ids as rollcall-customers-"))
    let saved = try #require(order(driver.keys("enter")))
    guard case .customers(let rows) = saved.content else {
      Issue.record("\(saved.content)")
      return
    }
    #expect(rows.map(\.id) == ["user_test", "unknown", "user_123"])
    #expect(rows[0].tableRow == "user_test,exists,true,,3.0,2026-11-24T12:04:31.000Z\r\n")
    #expect(rows[1].tableRow == "unknown,absent,false,,3.0,2026-11-24T12:04:19.000Z\r\n")
    driver.keys("ctrl-s")
    driver.go(.saveEnded(.saved(saved, path: "/x.csv", count: 3)))
    #expect(driver.state.message?.text == "saved 3 ids to /x.csv")
  }

  @Test(
    "A file's name tells its format",
    arguments: [
      ("a.log", SaveFormat.text), ("a.TXT", .text), ("./b.c/a.jsonl", .jsonLines),
      ("a.ndjson", .jsonLines), ("a.csv", .csv),
    ]
  )
  func format(path: String, format: SaveFormat) { #expect(SaveFormat(path: path) == format) }

  @Test("Other names tell none", arguments: ["", "a", ".log", "a.log/b", "a.json", "a."])
  func noFormat(path: String) { #expect(SaveFormat(path: path) == nil) }

  @Test(
    "Lines are written as they were, and nothing in them is obeyed by a terminal or a spreadsheet"
  )
  func lines() {
    let event = Sample.event("=1+1\u{1B}[2J, \"x\"\nmore\n", function: "f", id: "7")
    #expect(
      SavedLine(.text, fields: []).text(event)
        == "2026-11-24T12:04:28.000Z f =1+1␛[2J, \"x\"\n    more\n"
    )
    #expect(
      SavedLine(.csv, fields: ["id"]).heading
        == "time,source,level,id,message,group,stream,ingested,eventId\r\n"
    )
    #expect(
      SavedLine(.csv, fields: ["id"]).text(event)
        == "2026-11-24T12:04:28.000Z,f,,,\"'=1+1␛[2J, \"\"x\"\"\nmore\",/aws/lambda/f,"
        + "2026/11/24/[$LATEST]0123,2026-11-24T12:04:28.000Z,7\r\n"
    )
    #expect(
      SavedLine(.jsonLines, fields: []).text(event)
        == #"{"timestamp":1795521868000,"ingestionTime":1795521868000,"group":"/aws/lambda/f","#
        + #""stream":"2026/11/24/[$LATEST]0123","message":"=1+1\u001b[2J, \"x\"\nmore\n","#
        + #""eventId":"7"}"# + "\n"
    )
  }

  @Test("Numbers stay numbers in a table, and columns hold their fields")
  func table() {
    let event = Sample.event(#"{"level":"WARN","message":"m","n":-5}"#, id: "1")
    let row = SavedLine(.csv, fields: ["n", "none"]).text(event)
    #expect(row.hasPrefix("2026-11-24T12:04:28.000Z,put_customer_id,warn,-5,,"))
  }
}

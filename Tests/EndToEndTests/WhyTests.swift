import Foundation
import TestKit
import Testing

@Suite("From red to reason on a terminal and as text", .timeLimit(.minutes(30)))
@BlockingTests
struct WhyTests {
  /// A local cloud in which a run failed in `insert_id`, and the alarms are red.
  private func red(_ stage: Stage) throws -> PseudoTerminal {
    let owner = try stage.open("local", columns: 80, rows: 24)
    #expect(owner.wait(for: "ready http://127.0.0.1:", seconds: 15))
    #expect(try stage.run("submit", "fine", "--wait").status == 0)
    #expect(try stage.run("fault", "insert_id", "--error").status == 0)
    #expect(try stage.run("submit", "boom", "--wait").status == 1)
    let deadline = ContinuousClock.now + .seconds(90)
    while try stage.run("alarms", "lambda-errors-insert_id", "--json").status == 0,
      ContinuousClock.now < deadline
    {
      _ = owner.wait(seconds: 0.5) { _ in false }
    }
    return owner
  }

  @Test("x on the red alarm shows the run, its error and the lines of that request; Esc goes back")
  func onTheScreen() throws {
    let stage = try Stage()
    let owner = try red(stage)
    let terminal = try stage.open()
    try terminal.leavesField()
    try terminal.press("4")
    try terminal.shows("╭ 4 Alarms")
    try terminal.press("/")
    try terminal.shows("filter Alarms /")
    terminal.type("insert_id")
    try terminal.press("enter")
    try terminal.hides("filter Alarms /")
    try terminal.press("x")
    try terminal.shows("The lines of request")
    try terminal.shows("ERROR This failure was asked for.")
    for word in ["1 run, 1 invocation", "boom", "InsertId", "InjectedFault", "── start", "req "] {
      #expect(terminal.screen.text.contains(word), "\(word)\n\(terminal.screen.text)")
    }
    #expect(!terminal.screen.text.contains("id=fine"))
    try terminal.press("1")
    try terminal.shows("customer boom")
    try terminal.shows("submit_workflow")
    try terminal.press("esc")
    try terminal.shows("Failed in this window")
    try terminal.press("L")
    try terminal.shows("╭ 3 Logs")
    try terminal.shows("ExecutionFailed")
    try terminal.press("esc")
    try terminal.shows("Failed in this window")
    try terminal.press("esc")
    try terminal.hides("Failed in this window")
    try terminal.shows("╭ 4 Alarms")
    try terminal.press("q")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    owner.send(signal: 15)
    _ = owner.waitForExit()
  }

  @Test(
    "explain tells the same as text and as JSON, from the alarm, the run, the request or the id"
  )
  func asText() throws {
    let stage = try Stage()
    let owner = try red(stage)
    let text = try stage.run("explain", "lambda-errors-insert_id")
    #expect(text.status == 0, "\(text)")
    for word in [
      "lambda-errors-insert_id  ALARM ", "1 run, 1 invocation", "InsertId", "InjectedFault",
      "ERROR This failure",
    ] {
      #expect(text.output.contains(word), "\(word) is not in \(text.output)")
    }
    let json = try stage.run("explain", "lambda-errors-insert_id", "--json")
    let told = try #require(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    )
    #expect(
      Set(told.keys) == ["alarm", "alarms", "executions", "invocations", "requests", "lines"]
    )
    let runs = try #require(told["executions"] as? [[String: Any]])
    #expect(runs.map { $0["id"] as? String } == ["boom"])
    #expect(runs.map { $0["error"] as? String } == ["InjectedFault"])
    let invocations = try #require(told["invocations"] as? [[String: Any]])
    let request = try #require(invocations.first?["requestId"] as? String)
    let lines = try #require(told["lines"] as? [[String: Any]])
    #expect(lines.count == 5, "\(lines)")
    for line in lines {
      #expect(line["group"] as? String == "/aws/lambda/insert_id")
      #expect((line["message"] as? String)?.contains(request) == true, "\(line)")
    }
    let run = try #require(runs.first?["name"] as? String)
    for reference in [run, request, "customers-workflow-failed", String(run.prefix(8)), "boom"] {
      let found = try stage.run("explain", reference)
      #expect(found.status == 0, "\(reference): \(found)")
      #expect(found.output.contains("InjectedFault"), "\(reference): \(found.output)")
    }
    let nothing = try stage.run("explain", "no-such-thing")
    #expect(nothing.status == 66 && nothing.errors.contains("no-such-thing"), "\(nothing)")
    owner.send(signal: 15)
    _ = owner.waitForExit()
  }

  @Test("A run that failed before a function wrote of it is found by its customer and its request")
  func throttled() throws {
    let stage = try Stage()
    let owner = try stage.open("local", columns: 80, rows: 24)
    #expect(owner.wait(for: "ready http://127.0.0.1:", seconds: 15))
    #expect(try stage.run("fault", "validate_exists", "--throttle").status == 0)
    #expect(try stage.run("submit", #"thr "api"é"#, "--wait").status == 1)
    let found = try stage.run("explain", #"thr "api"é"#)
    for word in [
      "1 run, 1 invocation", "ValidateExists", "its invocation of validate_exists never ran",
    ] {
      #expect(found.output.contains(word), "\(word) is not in \(found)")
    }
    let json = try stage.run("explain", #"thr "api"é"#, "--json")
    let told = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let run = try #require((told?["executions"] as? [[String: Any]])?.first?["name"] as? String)
    let invocations = try #require(told?["invocations"] as? [[String: Any]])
    for key in ["requestId", "apiRequestId"] {
      let request = try #require(invocations.first?[key] as? String)
      let named = try stage.run("explain", request)
      #expect(named.output.contains(run) && named.output.contains("ValidateExists"), "\(named)")
    }
    owner.send(signal: 15)
    _ = owner.waitForExit()
  }

  @Test("A throttled state is named by its run, and no lines of an earlier request stand for it")
  func throttledState() throws {
    let stage = try Stage()
    let owner = try stage.open("local", columns: 80, rows: 24)
    #expect(owner.wait(for: "ready http://127.0.0.1:", seconds: 15))
    #expect(try stage.run("fault", "insert_id", "--throttle").status == 0)
    let json = try stage.run("submit", "thr", "--wait", "--json")
    #expect(json.status == 1)
    let told = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let run = try #require(told?["name"] as? String)
    let found = try stage.run("explain", run)
    let note = "InsertId was throttled: its invocation of insert_id never ran, and has no lines"
    #expect(found.output.contains("InsertId") && found.output.contains(note), "\(found)")
    #expect(!found.output.contains("the lines of request"), "\(found)")
    owner.send(signal: 15)
    _ = owner.waitForExit()
  }

  @Test("A look-up that timed out or was throttled failed, also for its customer looked up since")
  func lookUps() throws {
    let stage = try Stage()
    let owner = try stage.open("local", columns: 80, rows: 24)
    #expect(owner.wait(for: "ready http://127.0.0.1:", seconds: 15))
    for (fault, id, words) in [
      ("--timeout", "late id", ["TIMED_OUT", "timed out"]),
      ("--throttle", "thr id", ["/customers/thr%20id 502", "may have been throttled"]),
    ] {
      #expect(try stage.run("fault", "get_customer_id", fault).status == 0)
      #expect(try stage.run("get", id).status > 1)
      #expect(try stage.run("fault", "--clear").status == 0)
      #expect(try stage.run("get", id).status == 1)
      let text = try stage.run("explain", id)
      let json = try stage.run("explain", id, "--json")
      for word in words {
        #expect((text.output + json.output).contains(word), "\(word): \(text) \(json)")
      }
      #expect(text.output.contains(id), "\(text)")
      #expect(!text.output.contains("nothing about this customer failed"), "\(text)")
    }
    owner.send(signal: 15)
    _ = owner.waitForExit()
  }
}

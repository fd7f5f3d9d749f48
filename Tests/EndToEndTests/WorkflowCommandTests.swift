import TestKit
import Testing

@Suite("Workflow, logs and alarms as commands", .timeLimit(.minutes(30)))
@BlockingTests
struct WorkflowCommandTests {
  @Test("An id that exists takes the AlreadyExists branch, a new one is inserted")
  func branches() throws {
    let stage = try Stage()
    #expect(try stage.run("put", "a").status == 0)
    let first = try stage.run("submit", "a", "--wait")
    #expect(first.status == 0 && first.output.contains("AlreadyExists"), "\(first)")
    let second = try stage.run("submit", "b", "--wait")
    #expect(second.status == 0 && second.output.contains("Inserted"), "\(second)")
    #expect(try stage.run("get", "a", "b").status == 0)
    let logs = try stage.run("logs", "--since", "5m", "--json")
    #expect(logs.status == 0, "\(logs.errors)")
    for function in [
      "put_customer_id", "get_customer_id", "submit_workflow", "validate_exists", "insert_id",
      "log_event",
    ] {
      #expect(logs.output.contains("\"group\":\"/aws/lambda/\(function)\""), "\(function)")
    }
  }

  @Test("A run's states and history can be read by its name")
  func history() throws {
    let stage = try Stage()
    let submitted = try stage.run("submit", "h", "--wait", "--json")
    #expect(submitted.status == 0, "\(submitted)")
    let listed = try stage.run("executions", "--json")
    #expect(listed.output.contains("\"id\": \"h\""), "\(listed)")
    let name = try #require(
      submitted.output.split(separator: "\"name\":\"").last?.split(separator: "\"").first
    )
    let run = try stage.run("execution", String(name), "--history", "--json")
    for word in ["ValidateExists", "Exists?", "InsertId", "ExecutionSucceeded"] {
      #expect(run.output.contains(word), "\(word) is not in \(run.output)")
    }
    #expect(try stage.run("execution", "no-such-run").status == 66)
  }

  @Test("A fault turns two alarms red within 70 s, notifies, and all of it survives kill -9")
  func faultToAlarm() throws {
    let stage = try Stage()
    let owner = try stage.open("local", columns: 80, rows: 24)
    #expect(owner.wait(for: "ready http://127.0.0.1:", seconds: 15))
    #expect(try stage.run("fault", "insert_id", "--error").status == 0)
    #expect(try stage.run("submit", "boom", "--wait").status == 1)
    var alarms = try stage.run("alarms", "--state", "ALARM", "--json")
    let deadline = ContinuousClock.now + .seconds(70)
    while alarms.output.split(separator: "\"state\": \"ALARM\"").count < 3,
      ContinuousClock.now < deadline
    {
      _ = owner.wait(seconds: 0.5) { _ in false }
      alarms = try stage.run("alarms", "--state", "ALARM", "--json")
    }
    #expect(alarms.status == 1)
    owner.send(signal: 9)
    _ = owner.waitForExit()
    let after = try stage.run("notifications", "--json")
    for alarm in ["lambda-errors-insert_id", "customers-workflow-failed"] {
      #expect(alarms.output.contains(alarm), "\(alarms.output)")
      #expect(after.output.contains(alarm), "\(after.output)\(after.errors)")
    }
    #expect(try stage.run("fault", "--json").output.contains("insert_id"))
    #expect(try stage.run("fault", "--clear").status == 0)
    #expect(try stage.run("submit", "boom", "--wait").output.contains("Inserted"))
  }
}

import TestKit
import Testing

@Suite("Recordings of a dashboard on a terminal", .timeLimit(.minutes(30)))
@BlockingTests
struct RecordingTests {
  @Test("What a killed dashboard showed last is in its recording, and replays to the same screen")
  func killed() throws {
    let stage = try Stage()
    let path = "\(stage.folder.path)/incident.jsonl"
    let terminal = try stage.open("--record", path)
    try terminal.shows("ids and log lines are in it")
    try terminal.shows("REC")
    try terminal.shows("customers-w")
    terminal.type("user_漢")
    try terminal.press("enter")
    try terminal.shows("absent")
    terminal.resize(columns: 100, rows: 32)
    try terminal.press("esc", "3")
    try terminal.shows("id=user_漢")
    try terminal.press("p")
    try terminal.shows("PAUSED")
    try terminal.press("w")
    // Once older lines are read, nothing is fetched any more: what is on the screen then stays there.
    var shown = ""
    let isSteady = terminal.wait(seconds: 15) { terminal in
      defer { shown = terminal.text }
      return shown == terminal.text && shown.contains("PAUSED") && !shown.contains("reading older")
    }
    #expect(isSteady)
    terminal.send(signal: 9)
    #expect(terminal.waitForExit() == .signal(9))
    let run = try stage.run("screenshot", "--from", path, "--format", "text")
    #expect(run.status == 0, "\(run.errors)")
    #expect(trimmed(run.output).contains("PAUSED"))
    #expect(trimmed(run.output) == trimmed(terminal.text))
    let again = try stage.run("dashboard", "--record", path)
    #expect(again.status == 65 && again.errors.contains("File exists"), "\(again.errors)")

    let replay = try stage.open("replay", path)
    try replay.shows("replay")
    try replay.press("G")
    try replay.shows("at the end")
    try replay.shows("id=user_漢")
    #expect(replay.text.contains("PAUSED"))
    try replay.press("g", "space")
    try replay.shows("paused")
    try replay.press("q")
    #expect(replay.waitForExit() == .code(0))
    #expect(replay.hasModesOfBefore)

    let summary = try stage.run("replay", path)
    #expect(summary.status == 0 && summary.output.contains("cut off"), "\(summary.output)")
    let json = try stage.run("replay", "--json", path)
    #expect(json.output.contains(#""isWhole": false"#))
  }

  @Test("A screenshot of the local cloud has data in all panes, in every form")
  func screenshot() throws {
    let stage = try Stage()
    let svg = try stage.run("screenshot", "--size", "100x30", "--theme", "light")
    #expect(svg.status == 0 && svg.output.hasPrefix("<svg "), "\(svg.errors)")
    let text = try stage.run("screenshot", "--format", "text", "--pane", "alarms", "--zoom")
    #expect(text.status == 0 && text.output.contains("customers-workflow-failed"), "\(text.errors)")
    #expect(text.output.split(separator: "\n", omittingEmptySubsequences: false).count == 37)
    let path = "\(stage.folder.path)/a.ansi"
    #expect(try stage.run("screenshot", "--output", path).status == 0)
    #expect(stage.read("a.ansi").contains("\u{1B}["))
    // A form that is asked for comes before the variable; without colours is another theme.
    let asked = try stage.run("screenshot", "--format", "ansi", environment: ["NO_COLOR": "1"])
    #expect(asked.output.contains("[38;2;") || asked.output.contains(";38;2;"), "\(asked.errors)")
    let plain = try stage.run("screenshot", "--format", "ansi", "--theme", "monochrome")
    #expect(plain.output.contains("\u{1B}[") && !plain.output.contains("38;"), "\(plain.errors)")
    let again = try stage.run("screenshot", "--output", path)
    #expect(again.status == 65 && again.errors.contains("File exists"), "\(again.errors)")
    let late = try stage.run(
      "screenshot",
      "--format",
      "text",
      "--wait",
      "200ms",
      "--api-url",
      "http://127.0.0.1:1/prod",
      "--endpoint-url",
      "http://127.0.0.1:1",
      "--region",
      "eu-central-1",
      environment: ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"]
    )
    #expect(late.status == 75 && late.errors.contains("no data after"), "\(late.errors)")
    #expect(late.output.contains("Workflow"))
  }

  @Test("P writes the screen to a new file and says so; a file that is there is not overwritten")
  func inDashboard() throws {
    let stage = try Stage()
    let terminal = try stage.open()
    try terminal.shows("customers-w")
    try terminal.leavesField()
    terminal.type(":")
    terminal.type("screenshot \(stage.folder.path)/x.txt")
    try terminal.press("enter")
    try terminal.shows("screenshot written to")
    #expect(stage.read("x.txt").contains("Customers"))
    terminal.type(":")
    terminal.type("screenshot \(stage.folder.path)/x.txt")
    try terminal.press("enter")
    try terminal.shows("File exists")
    try terminal.press("q")
    #expect(terminal.waitForExit() == .code(0))
  }

  private func trimmed(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n").trimmingEnd()
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var text = self
    while text.last == "\n" { text.removeLast() }
    return text
  }
}

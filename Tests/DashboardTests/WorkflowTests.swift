import AWSWire
import CustomerDomain
import JSONValue
import Terminal
import Testing

@testable import Dashboard

@Suite("Workflow")
struct WorkflowTests {
  @Test("Enter submits, and the run that started is selected and watched")
  func submit() throws {
    var driver = Driver()
    driver.keys("tab")
    driver.type("sfn-1")
    try driver.press("enter", [.submit(try CustomerID("sfn-1"))]) {
      $0.workflow.field.selectAll()
      $0.workflow.note = .underWay("submitting sfn-1")
    }
    let started = Submission(
      id: "sfn-1",
      name: "run",
      executionARN: "arn:run",
      startedAt: Sample.now
    )
    driver.send(
      .submissionAnswered(id: "sfn-1", .started(started), at: Sample.now),
      [.watchExecution(arn: "arn:run")]
    ) {
      $0.workflow.note = nil
      $0.workflow.watched = "arn:run"
      $0.workflow.cursor.selected = "arn:run"
      $0.workflow.put(
        Execution(
          arn: "arn:run",
          name: "run",
          status: .running,
          startedAt: Sample.now,
          customerID: "sfn-1"
        )
      )
      $0.workflow.see()
    }
  }

  @Test("A run that was submitted is selected, whatever the order and the filter")
  func submittedSelects() throws {
    var driver = Driver.full()
    driver.keys("tab esc s /")
    driver.type("boom")
    driver.keys("enter f")
    driver.type("sfn-1")
    driver.keys("enter")
    let started = Submission(
      id: "sfn-1",
      name: "run",
      executionARN: "arn:run",
      startedAt: Sample.now
    )
    driver.go(.submissionAnswered(id: "sfn-1", .started(started), at: Sample.now))
    #expect(driver.state.workflow.selectedRow?.id == "arn:run")
    driver.keys("down enter")
    #expect(driver.state.openExecutionARN == "arn:run")
  }

  @Test("r in an opened run fetches it again")
  func refreshOpened() {
    var driver = Driver.full()
    driver.keys("tab esc enter")
    let arn = Sample.executions[0].arn
    #expect(driver.keys("r") == [.refresh(.workflow), .watchExecution(arn: arn)])
  }

  @Test("Where nothing can be submitted, nobody is asked to")
  func readOnly() {
    let context = ContextMark(name: "live", region: "r", isReadOnly: true)
    var driver = Driver(Sample.state(context: context))
    driver.go(.executionsListed([], at: Sample.now))
    let text = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(text.contains("READ-ONLY: nothing can be submitted"))
    #expect(text.contains("no runs yet"))
    #expect(!text.contains("press enter"))
  }

  @Test("An event of the history is told in words, and in which state it happened")
  func history() {
    func event(_ number: Int, _ type: String, _ state: String?, _ details: JSON) -> ExecutionEvent {
      ExecutionEvent(
        number: number,
        previousNumber: number - 1,
        timestamp: Sample.now,
        type: type,
        stateName: state,
        details: details
      )
    }
    let output =
      #"{"ExecutedVersion":"1","Payload":{"id":"a","exists":false,"executionArn":"arn:x:y"},"#
      + #""SdkHttpMetadata":{"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"71a0ffff"}}"#
    let parameters =
      #"{"FunctionName":"arn:aws:lambda:r:0:function:insert_id","Payload":{"n":[1]}}"#
    let cause = #"{"errorMessage":"no","errorType":"Fault","requestId":"8c2e0000","stackTrace":[]}"#
    let events = [
      event(1, "TaskStateEntered", "ValidateExists", ["name": "ValidateExists", "input": "{}"]),
      event(2, "TaskScheduled", nil, ["region": "r", "parameters": .string(parameters)]),
      event(3, "TaskSucceeded", nil, ["resource": "invoke", "output": .string(output)]),
      event(4, "TaskStateExited", "ValidateExists", ["outputDetails": ["truncated": false]]),
      event(5, "ExecutionFailed", nil, ["error": "Fault", "cause": .string(cause)]),
      event(6, "ExecutionFailed", nil, ["cause": "plain"]),
      event(7, "Odd", nil, ["output": "[1]"]), event(8, "Odd", nil, nil),
    ]
    let lines = HistoryLine.lines(of: events).map { "\($0.state.text)|\($0.details.text)" }
    #expect(
      lines == [
        "ValidateExists|", "ValidateExists|FunctionName=insert_id n=[…]",
        "ValidateExists|id=a exists=false req 71a0…", "ValidateExists|",
        "|error=Fault cause=no req 8c2e…", "|cause=plain", "|[…]", "|",
      ]
    )
  }

  @Test("The title of an opened run keeps its status, and what there is room for besides")
  func title() {
    let run = Sample.execution(
      "9f3c1e20-1111-4222-8333-444455556666",
      "sfn-102",
      seconds: 61,
      took: 800
    )
    for (columns, expected) in [
      (40, "Run 9f3c…666 ─ ● succeeded 0.8 s"),
      (80, "Run 9f3c1e20…55556666"),
      (200, "Run \(run.name) ─ sfn-102 ─ ● succeeded 0.8 s ─ started 12:03:30"),
    ] {
      var driver = Driver(Sample.state(size: Size(columns: columns, rows: 24)))
      driver.go(.executionsListed([run], at: Sample.now))
      driver.keys("tab esc enter")
      let line = view(driver.state, size: driver.state.size, theme: .plain).line(1)
      #expect(line.contains("● succeeded 0.8 s"), "\(line)")
      if columns != 80 { #expect(line.contains(expected), "\(line)") }
    }
  }

  @Test("An invalid id is not submitted")
  func invalid() throws {
    var driver = Driver()
    driver.keys("tab space x")
    try driver.press("enter") {
      $0.workflow.field.selectAll()
      $0.workflow.note = .trouble("leading space, not sent", at: Sample.now)
    }
  }

  @Test("A list puts the newest first and watches it; moving watches the selected one")
  func list() throws {
    var driver = Driver()
    let newest = Sample.executions[0].arn
    #expect(
      driver.go(.executionsListed(Sample.executions.shuffled(), at: Sample.now))
        == [.watchExecution(arn: newest)]
    )
    #expect(driver.state.workflow.ids == Sample.executions.map(\.arn))
    driver.keys("tab esc")
    #expect(driver.keys("down") == [.watchExecution(arn: Sample.executions[1].arn)])
    #expect(driver.keys("up up").last == .watchExecution(arn: newest))
    #expect(driver.state.workflow.isTyping, "up from the first row goes to the field")
  }

  @Test("A list that fails keeps the runs and counts down to the next try")
  func failure() {
    var driver = Driver.full()
    driver.go(.executionsFailed(Sample.failure, retryAt: Sample.now + 4000))
    #expect(driver.state.workflow.visible.count == Sample.executions.count)
    #expect(driver.state.trouble(of: .workflow)?.retry == "; retrying in 4 s")
    var quiet = Driver()
    quiet.go(.executionsFailed(Sample.failure, retryAt: Sample.now + 4000))
    #expect(nextTick(quiet.state) == Sample.now + 1000)
    driver.go(.executionsListed(Sample.executions, at: Sample.now))
    #expect(driver.state.workflow.freshness.failure == nil)
  }

  @Test("A run that is watched stays when newer ones push it off the list, and keeps its selection")
  func pushedOff() {
    var driver = Driver.full()
    driver.keys("tab esc down down")
    let watched = Sample.executions[2].arn
    let newer = (0..<100).map { Sample.execution("new\($0)", "n", seconds: 0, took: 1) }
    driver.go(.executionsListed(newer, at: Sample.now + 20_000))
    #expect(driver.state.workflow.selectedRow?.id == watched)
    #expect(driver.state.workflow.watched == watched)
    #expect(driver.state.workflow.visible.count == 101, "the others are let go")
    driver.keys("enter")
    #expect(driver.state.openExecutionARN == watched)
  }

  @Test("Runs above the edge of a held list are counted in the title, and g goes to them")
  func newAbove() {
    var driver = Driver.full(Size(columns: 80, rows: 24))
    driver.keys("tab esc down")
    func list(_ count: Int) {
      let new = (0..<count).map { index in
        Sample.execution("n\(index)", "n", index == 3 ? .failed : .succeeded, seconds: 0, took: 1)
      }
      driver.go(.executionsListed(new + Sample.executions, at: Sample.now))
    }
    let title = { view(driver.state, size: driver.state.size, theme: .plain).line(2) }
    let footer = { view(driver.state, size: driver.state.size, theme: .plain).line(23) }
    list(3)
    #expect(!title().contains("new"), "they are in sight")
    list(30)
    let above = driver.state.workflow.visible.prefix(driver.state.workflow.cursor.top)
    let count = above.count { !["n0", "n1", "n2"].contains($0.execution.name) }
    #expect(count > 3)
    #expect(title().contains("2 Workflow ─ \(count) new, 1 failed ─"), "\(title())")
    #expect(footer().contains("g newest"))
    driver.keys("3 2 esc")
    #expect(title().contains("\(count) new, 1 failed"), "a closed list stays where it was")
    driver.keys("g")
    #expect(!title().contains("new") && !footer().contains("newest"))
    driver.keys("G")
    #expect(!title().contains("new"), "what was in sight is not new")
  }

  @Test("What is known of a run is not lost to a list that tells less, nor to one that was late")
  func keptFacts() throws {
    var driver = Driver.full()
    var bare = Sample.executions[1]
    (bare.customerID, bare.stateName) = (nil, nil)
    driver.go(.executionsListed([Sample.executions[0], bare], at: Sample.now))
    #expect(driver.state.workflow.executions[1].customerID == "sfn-101")
    #expect(driver.state.workflow.executions[1].stateName == "AlreadyExists")
    var ended = Sample.executions[0]
    ended.status = .succeeded
    ended.stoppedAt = Sample.now
    driver.go(
      .executionDescribed(ExecutionReport(Sample.detail(of: ended)), at: Sample.now),
      .executionsListed([Sample.executions[0]], at: Sample.now + 100)
    )
    #expect(driver.state.workflow.executions[0].status == .succeeded, "the list was asked before")
    driver.go(.executionsListed([Sample.executions[0]], at: Sample.now + 5000))
    #expect(driver.state.workflow.executions[0].status == .running, "somebody redrove it")
  }

  @Test("A run of which only the name is known has signs where id and state will stand")
  func unknownFacts() {
    var driver = Driver()
    var bare = Sample.execution("bare", "", seconds: 1, took: 1)
    (bare.customerID, bare.stateName) = (nil, nil)
    driver.go(.executionsListed([bare], at: Sample.now))
    let text = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(text.contains(#/bare +… +… +● succeeded/#), "\(text)")
  }

  @Test("What went wrong with a submission goes with its text, and after a minute")
  func noteEnds() {
    func failed() -> Driver {
      var driver = Driver()
      driver.keys("tab")
      driver.type("x")
      driver.keys("enter")
      driver.go(.submissionAnswered(id: "x", .unknown(Sample.failure), at: Sample.now))
      return driver
    }
    var driver = failed()
    driver.keys("down f")
    #expect(driver.state.workflow.note?.text.hasPrefix("unknown whether it started") == true)
    driver.type("y")
    #expect(driver.state.workflow.note == nil)
    var waiting = failed()
    waiting.go(.clockTicked(Sample.now + 59_999))
    #expect(waiting.state.workflow.note != nil)
    #expect(nextTick(waiting.state) == Sample.now + 60_000)
    waiting.go(.clockTicked(Sample.now + 60_000))
    #expect(waiting.state.workflow.note == nil)
  }

  @Test("A report of another run than the watched one is not shown")
  func otherReport() {
    var driver = Driver.full()
    let other = ExecutionReport(Sample.detail(of: Sample.executions[3]))
    driver.go(.executionDescribed(other, at: Sample.now))
    #expect(driver.state.workflow.report?.detail.execution == Sample.executions[0])
  }

  @Test("Sections are gone through one by one, and esc goes back")
  func sections() {
    var driver = Driver.full(Size(columns: 80, rows: 14))
    driver.keys("tab esc enter right")
    #expect(
      driver.state.layers == [.execution(OpenExecution(arn: Sample.executions[0].arn, top: 4))]
    )
    driver.keys("left")
    #expect(
      driver.state.layers == [.execution(OpenExecution(arn: Sample.executions[0].arn, top: 0))]
    )
    driver.keys("esc")
    #expect(driver.state.layers.isEmpty)
  }

  @Test("s puts failed runs first, and the filter looks at every column")
  func sorting() {
    var driver = Driver.full()
    driver.keys("tab esc s")
    #expect(
      driver.state.workflow.visible.map(\.execution.name).prefix(2) == ["5be790aa", "0d1e5f77"]
    )
    driver.keys("/")
    driver.type("TIMED")
    #expect(driver.state.workflow.visible.map(\.execution.name) == ["0d1e5f77"])
  }
}

@Suite("The graph of a workflow")
struct GraphTests {
  /// Draws a graph without statuses.
  func picture(_ graph: WorkflowGraph, labelled: Bool = false) -> String {
    let drawing = GraphDrawing(graph, labelled: labelled)
    var frame = Frame(size: drawing.size)
    let canvas = Canvas(state: Sample.state(), theme: .plain)
    canvas.draw(drawing, runs: [:], at: .origin, in: frame.bounds, on: &frame)
    return frame.text
  }

  func graph(_ start: String, _ ways: [(String, String)]) -> WorkflowGraph {
    var names: [String] = []
    for (from, to) in ways {
      for name in [from, to] where !names.contains(name) { names.append(name) }
    }
    return WorkflowGraph(
      startAt: start,
      nodes: (names.isEmpty ? [start] : names).map { .init(name: $0, type: "Task") },
      edges: ways.map { .init(from: $0, to: $1, kind: .next) }
    )
  }

  @Test("One state alone")
  func single() { #expect(picture(graph("A", [])) == "A ·") }

  @Test("A chain")
  func chain() {
    #expect(picture(graph("A", [("A", "B"), ("B", "C")])) == "A · ───▸ B · ───▸ C ·")
  }

  @Test("A fork whose ways meet again")
  func diamond() {
    let text = picture(graph("A", [("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")]))
    #expect(text == "A · ─┬───▸ B · ─┬───▸ D ·\n     ╰───▸ C · ─╯")
  }

  @Test("A way that jumps over a state goes around it")
  func jump() {
    let text = picture(graph("A", [("A", "B"), ("B", "C"), ("A", "C")]))
    #expect(text == "A · ─┬───▸ B · ─┬───▸ C ·\n     ╰──────────╯")
  }

  @Test("A loop is told at the state that goes back")
  func loop() {
    #expect(picture(graph("A", [("A", "B"), ("B", "A")])) == "A · ───▸ B ↺ A ·")
  }

  @Test("Where there is room, each way says why it is taken")
  func labels() {
    #expect(
      picture(Sample.graph, labelled: true) == """
        ValidateExists · ───▸ Exists? · ─┬─ exists = true ─▸ AlreadyExists ·
                                         ╰────────── else ─▸ InsertId ·
        """
    )
    var graph = graph("A", [("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")])
    graph.edges[1].kind = .caught
    graph.edges[1].label = "States.Timeout"
    graph.edges[2].kind = .caught
    graph.edges[2].label = "States.ALL"
    // Two ways that meet before they end, taken for different reasons, share no label.
    #expect(
      picture(graph, labelled: true) == """
        A · ─┬─────────────────────▸ B · ─┬───▸ D ·
             ╰─ on States.Timeout ─▸ C · ─╯
        """
    )
  }

  @Test("The drawing that says most is taken where it fits, else the plain one, else none")
  func widths() {
    let report = ExecutionReport(Sample.detail(of: Sample.executions[0]))
    let widths = [GraphDrawing(Sample.graph, labelled: true), GraphDrawing(Sample.graph)]
      .map(\.size.columns)
    #expect(widths[0] > widths[1])
    #expect(report.drawing(within: widths[0])?.labels.count == 2)
    #expect(report.drawing(within: widths[0] - 1)?.labels.isEmpty == true)
    #expect(report.drawing(within: widths[1] - 1) == nil)
  }

  @Test("Two conditions that lead to the same state are told together")
  func sameTarget() {
    let edges = ["a = 1", "b = 2"].map {
      WorkflowGraph.Edge(from: "A", to: "B", kind: .choice, label: $0)
    }
    let nodes = ["A", "B"].map { WorkflowGraph.Node(name: $0, type: "Task") }
    let graph = WorkflowGraph(startAt: "A", nodes: nodes, edges: edges)
    #expect(picture(graph, labelled: true) == "A · ─ a = 1 or b = 2 ─▸ B ·")
  }

  @Test("A broken graph draws what can be reached")
  func broken() {
    #expect(picture(graph("gone", [("A", "B")])) == "")
    #expect(FlowLayout.lines(of: graph("gone", [("A", "B")])).isEmpty)
  }
}

import AWSWire
import CustomerDomain
import JSONValue
import Terminal
import Testing

@testable import Dashboard

@Suite("Runs further back, and what is done to a run")
struct RunsTests {
  private func runs(_ count: Int, from first: Int = 0, known: Bool = true) -> [Execution] {
    (first..<first + count).map { index in
      var run = Sample.execution("r\(index)", "id\(index)", seconds: Double(index) * 10, took: 5)
      if !known { (run.customerID, run.stateName) = (nil, nil) }
      return run
    }
  }

  private func listed(_ size: Size = Size(columns: 80, rows: 24)) -> Driver {
    var driver = Driver(Sample.state(size: size))
    driver.go(.executionsListed(runs(100), at: Sample.now))
    driver.keys("tab esc")
    return driver
  }

  private func lists(_ effects: [Effect]) -> [Effect] {
    effects.filter { if case .listOlder = $0 { true } else { false } }
  }

  @Test("At the end of the list older runs are read, piece by piece, and stay")
  func older() {
    var driver = listed()
    #expect(lists(driver.keys("down down pgdn")).isEmpty)
    #expect(lists(driver.keys("G")) == [.listOlder(status: nil, after: nil)])
    #expect(lists(driver.keys("down")).isEmpty, "one piece at a time")
    let page = OlderPage(status: nil, executions: runs(300), next: "t")
    #expect(lists(driver.go(.olderListed(page, at: Sample.now))).isEmpty, "there is more to see")
    #expect(driver.state.workflow.visible.count == 300)
    #expect(driver.state.workflow.ids == runs(300).map(\.arn))
    #expect(lists(driver.keys("G")) == [.listOlder(status: nil, after: "t")])
    let last = OlderPage(status: nil, after: "t", executions: runs(10, from: 300), next: nil)
    driver.go(.olderListed(last, at: Sample.now))
    #expect(lists(driver.keys("G")).isEmpty, "there are no more")
    // A list that newer runs have pushed on loses none of them.
    let newer = (0..<5).map { Sample.execution("n\($0)", "n", seconds: -Double($0) - 1, took: 1) }
    driver.go(.executionsListed(newer + runs(95), at: Sample.now + 20_000))
    #expect(driver.state.workflow.visible.count == 315)
    #expect(Set(driver.state.workflow.ids).count == 315)
    let title = view(driver.state, size: driver.state.size, theme: .plain).line(2)
    #expect(title.contains("all 315 read"), "\(title)")
    #expect(title.contains("5 new") && driver.state.workflow.newAbove.count == 5)
  }

  @Test("A list that has nothing in common with the one before lets the older ones go")
  func tornOff() {
    var driver = listed()
    driver.keys("G")
    driver.go(
      .olderListed(OlderPage(status: nil, executions: runs(300), next: "t"), at: Sample.now)
    )
    let others = (0..<100).map { Sample.execution("n\($0)", "n", seconds: -50, took: 1) }
    driver.go(.executionsListed(others, at: Sample.now + 60_000))
    #expect(driver.state.workflow.olderRows.isEmpty && !driver.state.workflow.older.hasBegun)
  }

  @Test("A filter for a status asks the service, which finds more than the list holds")
  func statusFilter() {
    var driver = listed()
    driver.keys("/")
    driver.type("status:failed")
    #expect(driver.state.workflow.visible.isEmpty)
    #expect(lists(driver.keys("enter")) == [.listOlder(status: .failed, after: nil)])
    let failed = Sample.execution("bad", "x", .failed, seconds: 100_000, took: 1)
    driver.go(
      .olderListed(OlderPage(status: .failed, executions: [failed], next: nil), at: Sample.now)
    )
    #expect(driver.state.workflow.visible.map(\.execution.name) == ["bad"])
    driver.keys("esc")
    #expect(driver.state.workflow.visible.count == 100, "what was read for one status has holes")
  }

  @Test("The command line's filter asks the service as the line below the pane does")
  func commandFilter() {
    var driver = listed()
    driver.keys(":")
    driver.type("filter status:failed")
    #expect(lists(driver.keys("enter")) == [.listOlder(status: .failed, after: nil)])
    driver.keys(":")
    driver.type("filter status:nosuch")
    driver.keys("enter")
    #expect(driver.state.message?.isError == true)
  }

  @Test("A piece that comes after the reading began anew is not taken for the first one")
  func latePiece() {
    var driver = listed()
    driver.keys("G")
    driver.go(
      .olderListed(OlderPage(status: nil, executions: runs(300), next: "t"), at: Sample.now)
    )
    #expect(lists(driver.keys("G")) == [.listOlder(status: nil, after: "t")])
    driver.keys("/")
    driver.type("status:failed")
    driver.keys("esc")
    let late = OlderPage(status: nil, after: "t", executions: runs(300, from: 300), next: "u")
    driver.go(.olderListed(late, at: Sample.now))
    #expect(driver.state.workflow.olderRows.isEmpty && !driver.state.workflow.older.hasBegun)
    #expect(lists(driver.keys("G")) == [.listOlder(status: nil, after: nil)])
    driver.go(.olderListed(late, at: Sample.now))
    #expect(driver.state.workflow.olderRows.isEmpty && driver.state.workflow.older.isReading)
  }

  @Test("A failure of a reading that is over says nothing of the one under way")
  func lateFailure() {
    var driver = listed()
    driver.keys("G /")
    driver.type("status:failed")
    driver.keys("enter")
    driver.go(.olderFailed(Sample.failure, status: nil, after: nil))
    #expect(driver.state.message?.isError != true)
    #expect(driver.state.workflow.older.failure == nil && driver.state.workflow.older.isReading)
    driver.go(.olderFailed(Sample.failure, status: .failed, after: nil))
    #expect(driver.state.message?.isError == true && driver.state.workflow.older.failure != nil)
    #expect(lists(driver.keys("/ enter")) == [.listOlder(status: .failed, after: nil)])
    driver.go(.olderListed(OlderPage(status: .failed, executions: [], next: nil), at: Sample.now))
    #expect(driver.state.workflow.older.failure == nil)
  }

  @Test("As many older runs are kept as may be, however many newer ones push off the list")
  func bounds() {
    var state = WorkflowState()
    state.list(runs(100), at: Sample.now)
    state.older.reachEnd()
    _ = state.older.next(isEndInSight: true)
    let page = OlderPage(status: nil, executions: runs(OlderRuns.limit, from: 50), next: "t")
    state.take(page, at: Sample.now)
    for round in 1...20 {
      let newer = (0..<95).map { index in
        Sample.execution("n\(round)-\(index)", "n", seconds: -Double(round * 100 + 95 - index))
      }
      state.facts.ask(newer.map(\.arn))
      state.list(newer + state.executions.prefix(5), at: Sample.now + Int64(round) * 100_000)
    }
    #expect(state.olderRows.count == OlderRuns.limit && state.older.isFull)
    #expect(state.older.isComplete && state.older.next(isEndInSight: true) == nil)
    let held = Set(state.executions.map(\.arn) + state.olderRows.map(\.id))
    #expect(state.facts.asked.count <= held.count)
  }

  @Test("A run that could not be read is asked about again, and said to be unread in the end")
  func unreadFacts() {
    var facts = RunFacts()
    for _ in 1..<RunFacts.patience {
      #expect(facts.canAsk && !facts.asked.contains("a"))
      facts.ask(["a", "b"])
      #expect(!facts.canAsk)
      facts.take(unread: ["a"])
      #expect(!facts.canAsk, "nothing is asked while the service does not answer")
      facts.wake()
    }
    facts.ask(["a"])
    facts.take(unread: ["a"])
    facts.wake()
    #expect(facts.asked == ["a", "b"] && facts.unreadable == 1)
    facts.tryAgain()
    #expect(facts.asked == ["b"] && facts.unreadable == 0)
    facts.keepOnly(0) { [] }
    #expect(facts.asked.isEmpty)
  }

  @Test("Ids and states of older runs are asked for where they are seen or looked for, once")
  func facts() {
    var driver = listed()
    driver.keys("G")
    let unknown = runs(60, from: 100, known: false)
    func asked(_ effects: [Effect]) -> Int {
      effects.reduce(0) { count, effect in
        if case .readFacts(let runs) = effect { count + runs.count } else { count }
      }
    }
    let page = OlderPage(status: nil, executions: unknown, next: nil)
    #expect(asked(driver.go(.olderListed(page, at: Sample.now))) == 0, "none of them is in sight")
    #expect(asked(driver.keys("G")) > 0)
    driver.go(.executionFactsRead([], unread: []))
    driver.keys("/")
    driver.type("id=id150")
    var count = 0
    for _ in 0..<10 { count += asked(driver.go(.executionFactsRead([], unread: []))) }
    #expect(count > 0 && count <= 60)
    #expect(driver.state.workflow.unread.isEmpty)
    driver.go(.executionFactsRead([], unread: [runs(60, from: 100)[50].arn]))
    #expect(asked(driver.go(.executionsListed(runs(100), at: Sample.now + 2000))) == 1)
    driver.go(.executionFactsRead(runs(60, from: 100), unread: []))
    #expect(driver.state.workflow.visible.map(\.execution.name) == ["r150"])
  }

  /// An opened failed run, which can be redriven.
  private func opened(
    redrive: ExecutionDetail.Redrive = .possible,
    context: ContextMark = Sample.context,
    index: Int = 2
  ) -> Driver {
    var driver = Driver.full(context: context)
    driver.keys("tab esc" + String(repeating: " down", count: index) + " enter")
    var detail = Sample.detail(of: Sample.executions[index])
    detail.inputText = "{}"
    detail.machineARN = "arn:machine"
    detail.redrive = redrive
    driver.go(.executionDescribed(ExecutionReport(detail), at: Sample.now))
    return driver
  }

  @Test("Stopping, redriving and running again ask first, and do it after y")
  func changes() throws {
    var driver = opened()
    let arn = Sample.executions[2].arn
    #expect(driver.keys("D").isEmpty)
    #expect(driver.state.question?.action == .redriveRun(arn: arn, name: "5be790aa"))
    #expect(driver.keys("n").isEmpty && driver.state.question == nil)
    #expect(driver.keys("D y") == [.redriveExecution(arn: arn)])
    let again = driver.keys("R y")
    #expect(again == [.startAgain(try #require(driver.state.actedDetail))])
    #expect(driver.keys("K").isEmpty)
    #expect(driver.state.message?.text == "stop: it has ended: there is nothing to stop")
    var running = opened(index: 0)
    #expect(running.keys("K y") == [.stopExecution(arn: Sample.executions[0].arn)])
    running.keys("D")
    #expect(running.state.message?.text == "redrive: it has not ended")
  }

  @Test(
    "Why a run cannot be redriven is said as the service says it; a good one needs no word of it"
  )
  func refusals() {
    var driver = opened(redrive: .impossible(reason: "it is older than 14 days"))
    driver.keys("D")
    #expect(driver.state.message?.text == "redrive: it is older than 14 days")
    var good = opened(index: 1)
    good.keys("D")
    #expect(good.state.message?.text == "redrive: it succeeded: there is nothing to take up again")
  }

  @Test("READ-ONLY refuses to change a run", arguments: ["K", "D", "R"])
  func readOnly(key: String) {
    var driver = opened(context: ContextMark(name: "live", region: "r", isReadOnly: true))
    #expect(driver.keys(key).isEmpty && driver.state.question == nil)
    #expect(driver.state.message?.text.contains("READ-ONLY") == true)
    for effect in [Effect.stopExecution(arn: "a"), .redriveExecution(arn: "a")] {
      #expect(effect.isChanging && effect.id == nil)
    }
  }

  @Test("A run that was started again is opened over the one it repeats, and esc goes back to that")
  func startedAgain() {
    var driver = opened()
    let (old, new) = (
      Sample.executions[2].arn, Sample.execution("new", "boom", .running, seconds: 0)
    )
    #expect(
      driver.go(.runChanged(.startAgain, arn: old, .done(started: new), at: Sample.now))
        == [.watchExecution(arn: new.arn)]
    )
    #expect(driver.state.openExecutionARN == new.arn)
    #expect(driver.state.message?.text == "started new, with the same input as 5be790aa")
    #expect(driver.keys("esc") == [.watchExecution(arn: old)])
    #expect(
      driver.go(.runChanged(.redrive, arn: old, .done(started: nil), at: Sample.now))
        == [.watchExecution(arn: old)]
    )
    driver.go(.runChanged(.stop, arn: old, .failed(Sample.failure), at: Sample.now))
    #expect(driver.state.message?.isError == true)
  }

  @Test("The arrows choose a state or an event, and Enter opens it")
  func choosing() {
    var driver = opened()
    #expect(driver.state.chosenItem?.name == "state 0" || driver.state.chosenPart != nil)
    driver.keys("down")
    #expect(driver.state.chosenPart == .event(1))
    driver.keys("down")
    let effects = driver.keys("enter")
    guard case .readRunPart(.event(2), let report)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    driver.go(.runPartRead(RunPartReport(.event(2), of: report.detail)))
    let text = view(driver.state, size: Sample.size, theme: .plain).text
    #expect(text.contains("Event 2 TaskStateEntered"), "\(text)")
    driver.keys("esc")
    #expect(driver.state.chosenPart == .event(2), "the choice is where it was")
    driver.keys("up up")
    #expect(driver.state.runRequestID == nil)
  }

  @Test("On a small screen the arrows scroll until something to choose comes into sight")
  func scrolling() {
    var driver = opened()
    driver.go(.resized(Size(columns: 40, rows: 12)))
    var seen: [RunPart] = []
    for _ in 0..<60 {
      if let part = driver.state.chosenPart, seen.last != part { seen.append(part) }
      driver.keys("down")
    }
    #expect(seen.suffix(3) == [.event(1), .event(2), .event(3)])
    driver.keys("g")
    #expect(driver.state.layers.last == .execution(top(0, of: driver)))
    driver.keys("G")
    #expect(driver.state.chosenPart == .event(3))
    for _ in 0..<60 { driver.keys("up") }
    guard case .execution(let open) = driver.state.layers.last else { return }
    #expect(open.top == 0)
  }

  private func top(_ line: Int, of driver: Driver) -> OpenExecution {
    guard case .execution(var open) = driver.state.layers.last else {
      return OpenExecution(arn: "")
    }
    open.top = line
    return open
  }

  @Test("The footer names no key that does nothing now")
  func footer() {
    func footer(_ driver: Driver) -> String {
      view(driver.state, size: Size(columns: 200, rows: 60), theme: .plain).line(59)
    }
    var ended = opened(index: 1)
    ended.go(.resized(Size(columns: 200, rows: 60)))
    #expect(!footer(ended).contains("stop") && !footer(ended).contains("redrive"))
    #expect(footer(ended).contains("run again"))
    var running = opened(index: 0)
    running.go(.resized(Size(columns: 200, rows: 60)))
    #expect(footer(running).contains("K stop"))
    let live = ContextMark(name: "live", region: "r", isReadOnly: true)
    var watched = opened(context: live, index: 0)
    watched.go(.resized(Size(columns: 200, rows: 60)))
    #expect(!footer(watched).contains("stop") && !footer(watched).contains("run again"))
  }

  @Test("A run is compared with the last good one, and Enter opens that")
  func comparing() throws {
    var driver = opened()
    let detail = try #require(driver.state.actedDetail)
    #expect(driver.keys("c") == [.compareExecution(detail)])
    let other = Sample.detail(of: Sample.executions[3])
    let arn = detail.execution.arn
    driver.go(.executionCompared(arn: "another", ComparisonReport(.init(other, with: detail))))
    #expect(driver.state.workflow.comparison == nil)
    driver.go(.executionCompared(arn: arn, ComparisonReport(.init(detail, with: other))))
    let text = view(driver.state, size: Sample.size, theme: .plain).text
    for words in ["last good", "succeeded before", "3 retries, 0 before", "~ id: \"scheduled"] {
      #expect(text.contains(words), "\(words) is not in \(text)")
    }
    #expect(driver.keys("enter") == [.watchExecution(arn: other.execution.arn)])
    driver.keys("esc esc c")
    driver.go(.comparisonFailed(arn: arn, reason: "none ended well"))
    #expect(view(driver.state, size: Sample.size, theme: .plain).text.contains("none ended well"))
  }

  @Test("From the list a run is compared over its own page")
  func comparingFromList() {
    var driver = opened()
    driver.keys("esc c")
    #expect(driver.state.layers.count == 2)
    #expect(driver.state.openExecutionARN == Sample.executions[2].arn)
  }
}

@Suite("The states of a run")
struct StateLineTests {
  private func run(
    _ name: String,
    _ status: StateRun.Status = .succeeded,
    number: Int,
    parent: Int? = nil,
    iteration: Int? = nil,
    type: String = "Task"
  ) -> StateRun {
    StateRun(
      name: name,
      type: type,
      status: status,
      startedAt: Sample.ago(10),
      stoppedAt: status == .running ? nil : Sample.ago(9),
      enteredBy: number,
      parent: parent,
      iteration: iteration
    )
  }

  @Test("Of a Map's many iterations those that went wrong are shown, and some that went well")
  func folding() {
    let map = run("Each", .running, number: 1, type: "Map")
    let items = (0..<1000).map { index in
      run(
        "Work",
        index % 400 == 399 ? .failed : .succeeded,
        number: index + 2,
        parent: 1,
        iteration: index
      )
    }
    let lines = StateLine.lines(of: [map] + items + [run("After", number: 5000)])
    #expect(
      lines.map { "\($0.depth) \($0.label)" } == [
        "0 Each", "1 #0 Work", "1 #1 Work", "1 #2 Work", "1 #399 Work", "1 #799 Work",
        "1 995 more iterations that succeeded", "0 After",
      ]
    )
    let few = StateLine.lines(of: [map] + items.prefix(5))
    #expect(few.count == 6)
  }

  @Test("What the run is at, or what broke it, is what one looks for first")
  func culprit() {
    let runs = [
      run("P", .failed, number: 1, type: "Parallel"), run("A", .failed, number: 2, parent: 1),
      run("B", .aborted, number: 3, parent: 1),
    ]
    func report(_ runs: [StateRun]) -> ExecutionReport {
      ExecutionReport(ExecutionDetail(execution: Sample.executions[2], states: runs))
    }
    #expect(report(runs).culprit?.name == "A")
    #expect(report([run("X", number: 1), run("Y", .running, number: 2)]).culprit?.name == "Y")
    #expect(report([run("X", number: 1)]).culprit == nil)
  }

  @Test(
    "Moments on the axis are round, and never too close",
    arguments: [1, 7, 90, 3400, 65_000, 4_000_000, 90_000_000, 9_000_000_000]
  )
  func ticks(length: Int64) {
    for width in [4, 20, 60, 150] {
      let end = Sample.now + length
      let run = Execution(
        arn: "a",
        name: "n",
        status: .succeeded,
        startedAt: Sample.now,
        stoppedAt: end
      )
      let scale = TimeScale(run, now: end, width: width)
      let ticks = scale.ticks
      #expect(ticks.first?.cell == 0 && ticks.count <= max(2, width / 10 + 1), "\(ticks)")
      #expect(
        zip(ticks, ticks.dropFirst()).allSatisfy { $1.cell - $0.cell >= min(9, width) },
        "\(ticks)"
      )
      #expect(scale.cells(from: end, to: nil) == width - 1..<width)
    }
  }

  @Test("A state's data, its tries and its rules are ready when it is opened")
  func part() throws {
    var detail = Sample.detail(of: Sample.executions[2])
    detail.events = [
      .init(
        number: 1,
        previousNumber: 0,
        timestamp: Sample.now,
        type: "TaskStateEntered",
        stateName: "A",
        details: ["name": "A", "input": #"{"id":"x","old":1,"n":1}"#]
      ),
      .init(
        number: 2,
        previousNumber: 1,
        timestamp: Sample.now,
        type: "TaskStateExited",
        stateName: "A",
        details: ["name": "A", "output": #"{"id":"x","n":2,"new":[1]}"#]
      ),
    ]
    var state = run("A", .caught, number: 1)
    state.leftBy = 2
    (state.error, state.cause, state.requestID) = ("E", #"{"a":1}"#, "r-1")
    detail.states = [state]
    detail.graph = WorkflowGraph(
      startAt: "A",
      nodes: [.init(name: "A", type: "Task", retries: [.init(errors: ["E"], limit: 2)])],
      edges: [.init(from: "A", to: "B", kind: .caught, label: "States.ALL")]
    )
    let report = try #require(RunPartReport(.state(1), of: detail))
    #expect(report.differences.map(\.text.text) == ["- old: 1", "~ n: 1 → 2", "+ new: [1]"])
    #expect(report.trouble.first?.text == "E" && report.requestID == "r-1" && !report.isOvercome)
    detail.states[0].status = .succeeded
    #expect(RunPartReport(.state(1), of: detail)?.isOvercome == true)
    #expect(report.blocks.map(\.title) == ["Input", "Output"])
    #expect(
      report.rules.map(\.text) == ["E is tried again 2 times at most", "States.ALL leads to B"]
    )
    #expect(RunPartReport(.state(7), of: detail) == nil)
    #expect(RunPartReport(.event(9), of: detail) == nil)
    let event = try #require(RunPartReport(.event(2), of: detail))
    #expect(event.blocks.map(\.title) == ["Output", "Details"])
  }
}

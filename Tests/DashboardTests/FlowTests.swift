import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

/// A workflow from top to bottom.
@Suite("A workflow drawn from top to bottom")
struct FlowTests {
  typealias Ways = [(String, String, WorkflowGraph.Edge.Kind, String)]

  /// A graph of ways, in short; nodes have the types that are given.
  func graph(
    _ start: String,
    _ ways: Ways,
    types: [String: String] = [:],
    branches: [String: [WorkflowGraph]] = [:]
  ) -> WorkflowGraph {
    var names = [start]
    for (from, to, _, _) in ways {
      for name in [from, to] where !names.contains(name) { names.append(name) }
    }
    return WorkflowGraph(
      startAt: start,
      nodes: names.map {
        .init(name: $0, type: types[$0] ?? "Task", branches: branches[$0] ?? [])
      },
      edges: ways.map { .init(from: $0, to: $1, kind: $2, label: $3) }
    )
  }

  /// Ways without a condition, one after the other.
  func chain(_ names: String...) -> Ways {
    zip(names, names.dropFirst()).map { ($0, $1, .next, "") }
  }

  func picture(
    _ graph: WorkflowGraph,
    runs: [StateRun] = [],
    width: Int = 78
  ) -> String {
    let lines = FlowLayout.lines(of: graph)
    var frame = Frame(size: Size(columns: width, rows: max(1, lines.count)))
    let canvas = Canvas(
      state: Sample.state(size: Size(columns: width + 2, rows: 24)),
      theme: .plain
    )
    let tallies = StateTally.tallies(of: runs)
    for (index, line) in lines.enumerated() {
      canvas.draw(line, tallies: tallies, in: frame.bounds.row(index), on: &frame)
    }
    return frame.text
  }

  @Test("The backend's workflow")
  func backend() {
    #expect(
      picture(Sample.graph) == """
        · ValidateExists
        · Exists?
        ├─ exists = true ▸ · AlreadyExists  end
        ╰─ else ▸ · InsertId  end
        """
    )
  }

  @Test("A chain stands one below the other")
  func chains() {
    let names = (1...30).map { "State\($0)" }
    let ways: Ways = zip(names, names.dropFirst()).map { ($0, $1, .next, "") }
    let expected = names.map { "· \($0)" }.joined(separator: "\n") + "  end"
    #expect(picture(graph("State1", ways)) == expected)
  }

  @Test("Six branches that meet again end before the state where they do")
  func joining() {
    var ways: Ways = []
    for index in 1...5 {
      ways.append(("Route", "Do\(index)", .choice, "kind = \(index)"))
      ways.append(("Do\(index)", index == 3 ? "More" : "Join", .next, ""))
    }
    ways += [("Route", "Join", .defaultChoice, "else"), ("More", "Join", .next, "")]
    ways += chain("Join", "Done")
    #expect(
      picture(graph("Route", ways, types: ["Route": "Choice", "Done": "Succeed"])) == """
        · Route
        ├─ kind = 1 ▸ · Do1
        ├─ kind = 2 ▸ · Do2
        ├─ kind = 3
        │  · Do3
        │  · More
        ├─ kind = 4 ▸ · Do4
        ├─ kind = 5 ▸ · Do5
        ├─ else ▸ Join ↓
        · Join
        · Done  end
        """
    )
  }

  @Test("A branch that fails does not hide where the others meet")
  func failing() {
    let ways: Ways =
      [
        ("Route", "A", .choice, "a"), ("Route", "B", .choice, "b"),
        ("Route", "Refuse", .defaultChoice, "else"),
      ] + chain("A", "Join") + chain("B", "Join")
    #expect(
      picture(graph("Route", ways, types: ["Refuse": "Fail"])) == """
        · Route
        ├─ a ▸ · A
        ├─ b ▸ · B
        ├─ else ▸ · Refuse  fails
        · Join  end
        """
    )
  }

  @Test("A loop back names the state further up")
  func loop() {
    let ways: Ways =
      chain("Start", "Poll", "Done?") + [
        ("Done?", "Finish", .choice, "status = DONE"),
        ("Done?", "Broken", .choice, "status = FAILED"),
        ("Done?", "Wait", .defaultChoice, "else"), ("Wait", "Poll", .next, ""),
      ]
    #expect(
      picture(graph("Start", ways, types: ["Broken": "Fail", "Wait": "Wait"])) == """
        · Start
        · Poll
        · Done?
        ├─ status = DONE ▸ · Finish  end
        ├─ status = FAILED ▸ · Broken  fails
        ╰─ else ▸ · Wait  ▸ Poll ↑
        """
    )
    #expect(picture(graph("A", [("A", "A", .next, "")])) == "· A  ▸ A ↑")
  }

  @Test("What many states are caught by stands once, at the end")
  func caught() {
    var ways: Ways = chain("A", "B", "C")
    for name in ["A", "B", "C"] { ways.append((name, "Undo", .caught, "States.ALL")) }
    ways += [("A", "Late", .caught, "States.Timeout"), ("Late", "B", .next, "")]
    #expect(
      picture(graph("A", ways)) == """
        · A
        ├─ on error ▸ Undo ↓
        ├─ on States.Timeout ▸ · Late
        · B
        ├─ on error ▸ Undo ↓
        · C  end
        ╰─ on error ▸ Undo ↓
        · Undo  end
        """
    )
  }

  @Test("Branches side by side and a Map's items stand inside of their state, however deep")
  func nested() {
    let pair = graph("L1", chain("L1", "L2"))
    let inner = graph(
      "Both",
      chain("Both", "After"),
      types: ["Both": "Parallel"],
      branches: ["Both": [pair, graph("R", [])]]
    )
    let map = graph("Each", [], types: ["Each": "Map"], branches: ["Each": [inner]])
    let whole = graph(
      "Fan",
      chain("Fan", "Sum"),
      types: ["Fan": "Parallel"],
      branches: ["Fan": [map, graph("Solo", [])]]
    )
    #expect(
      picture(whole) == """
        · Fan  parallel
        ├─ branch 1
        │  · Each  map
        │  ╰─ each item
        │     · Both  parallel
        │     ├─ branch 1
        │     │  · L1
        │     │  · L2
        │     ├─ branch 2 ▸ · R
        │     · After
        ├─ branch 2 ▸ · Solo
        · Sum  end
        """
    )
  }

  @Test("A Map says how its items stand, and a state inside how often it went which way")
  func counts() {
    let map = graph(
      "Each",
      [],
      types: ["Each": "Map"],
      branches: ["Each": [graph("Work", [])]]
    )
    var each = StateRun(
      name: "Each",
      type: "Map",
      status: .running,
      startedAt: Sample.ago(5),
      enteredBy: 2
    )
    each.iterations = .init(total: 12)
    each.iterations?.started = 5
    each.iterations?.succeeded = 3
    each.iterations?.failed = 1
    let statuses: [StateRun.Status] = [.succeeded, .succeeded, .succeeded, .failed, .running]
    let items = statuses.enumerated().map { index, status in
      StateRun(
        name: "Work",
        type: "Task",
        status: status,
        startedAt: Sample.ago(4),
        enteredBy: 10 + index,
        parent: 2,
        iteration: index
      )
    }
    #expect(
      picture(map, runs: [each] + items) == """
        ◐ Each  3 of 12 done, 1 failed, 1 running  map
        ╰─ each item ▸ ◐ Work  3 ●  1 ✕  1 ◐
        """
    )
  }

  @Test("What one item of a Map failed by is failed, however it cut the others short")
  func failedItem() throws {
    let map = graph(
      "Each",
      [],
      types: ["Each": "Map"],
      branches: ["Each": [graph("Work", [])]]
    )
    func item(_ index: Int, _ status: StateRun.Status, map: Int = 2) -> StateRun {
      StateRun(
        name: "Work",
        type: "Task",
        status: status,
        startedAt: Sample.ago(4),
        enteredBy: map + 10 + index,
        parent: map,
        iteration: index
      )
    }
    let items = [item(0, .failed), item(1, .aborted), item(2, .succeeded), item(3, .aborted)]
    let lines = picture(map, runs: items).split(separator: "\n")
    #expect(lines.last == "╰─ each item ▸ ✕ Work  1 ●  1 ✕  2 ■")
    let graph = try #require(StateTally.tallies(of: items)["Work"])
    #expect(graph.status == .failed && graph.failed == 1 && graph.aborted == 2)
    // Another try of the Map takes the place of the first.
    let again = items + (0..<4).map { item($0, .succeeded) }
    #expect(StateTally.tallies(of: again)["Work"]?.status == .succeeded)
    #expect(StateTally.tallies(of: again + [item(1, .running)])["Work"]?.status == .running)
  }

  @Test("A branch that is much longer than the others is where the workflow goes on")
  func longBranch() {
    let ways: Ways =
      [("Ok?", "Refuse", .choice, "no"), ("Ok?", "A", .defaultChoice, "else")]
      + chain("A", "B", "C", "D")
    #expect(
      picture(graph("Ok?", ways)) == """
        · Ok?
        ├─ no ▸ · Refuse  end
        ├─ else
        · A
        · B
        · C
        · D  end
        """
    )
  }

  @Test("Names and conditions of any length are cut where the line ends", arguments: [38, 78, 198])
  func long(width: Int) {
    let name = { (letter: String) in String(repeating: letter, count: 80) }
    let ways: Ways = [
      (name("a"), name("b"), .choice, String(repeating: "x", count: 200)),
      (name("a"), name("c"), .defaultChoice, "else"), (name("c"), name("a"), .next, ""),
    ]
    let text = picture(graph(name("a"), ways), width: width)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(lines[0].hasPrefix("· aaa") && lines[0].hasSuffix(width < 82 ? "…" : "a"))
    #expect(lines[1].contains("x… ▸ · bbb"), "\(text)")
    #expect(lines[2].contains("↑"), "\(text)")
  }

  /// Definitions that are hard on whoever lays them out, by what makes them so.
  static let hard: [(String, @Sendable (Int) -> WorkflowGraph)] = [
    (
      "a chain",
      { count in
        GraphMaker.graph(count) { [($0, $0 + 1)] }
      }
    ),
    (
      "each to all of the next ten",
      { count in
        GraphMaker.graph(count) { from in (1...10).map { (from, from + $0) } }
      }
    ),
    (
      "forks of forks",
      { count in
        GraphMaker.graph(count) { [($0, 2 * $0 + 1), ($0, 2 * $0 + 2)] }
      }
    ),
    (
      "each back to the first, too",
      { count in
        GraphMaker.graph(count) { [($0, $0 + 1), ($0, 0)] }
      }
    ),
    (
      "forks that meet at once",
      { count in
        GraphMaker.graph(count) {
          $0 % 3 == 0 ? [($0, $0 + 1), ($0, $0 + 2)] : [($0, $0 / 3 * 3 + 3)]
        }
      }
    ),
    (
      "all to the last",
      { count in
        GraphMaker.graph(count) { [($0, $0 + 1), ($0, count - 1)] }
      }
    ),
  ]

  @Test("Whatever 200 states look like, each stands on one line")
  func large() {
    for (name, make) in FlowTests.hard {
      let graph = make(200)
      let lines = FlowLayout.lines(of: graph)
      let names = lines.compactMap(\.name)
      #expect(names.count == 200 && Set(names).count == 200, "\(name): \(names.count)")
      _ = ExecutionReport(ExecutionDetail(execution: Sample.executions[0], graph: graph))
    }
  }

  @Test("Thousands of states are no danger", .timeLimit(.minutes(1)))
  func huge() {
    for (name, make) in FlowTests.hard {
      let lines = FlowLayout.lines(of: make(6000))
      #expect(Set(lines.compactMap(\.name)).count == 6000, "\(name)")
    }
  }

  @Test("Every way is drawn or named", arguments: 0..<40)
  func everyWay(seed: Int) {
    var numbers = LinearNumbers(seed: UInt64(seed))
    let count = Int.random(in: 1...14, using: &numbers)
    let graph = GraphMaker.graph(count) { from in
      (0..<Int.random(in: 0...3, using: &numbers)).map { _ in
        (from, Int.random(in: 0..<count, using: &numbers))
      }
    }
    let lines = FlowLayout.lines(of: graph)
    let reached = GraphPaths(graph).order.map { graph.nodes[$0].name }
    #expect(lines.compactMap(\.name).sorted() == reached.sorted())
    // A way is told by a reference, by a condition, or by standing right below.
    let references = Set(lines.compactMap { $0.reference?.label.text })
    let heads = Set(lines.compactMap(\.name))
    for edge in graph.edges where reached.contains(edge.from) {
      #expect(references.contains(edge.to) || heads.contains(edge.to))
    }
  }
}

/// Makes graphs of numbered states.
enum GraphMaker {
  static func graph(_ count: Int, _ ways: (Int) -> [(Int, Int)]) -> WorkflowGraph {
    let nodes = (0..<count).map { WorkflowGraph.Node(name: "S\($0)", type: "Choice") }
    var edges: [WorkflowGraph.Edge] = []
    for from in 0..<count {
      let all = ways(from).filter { $0.1 < count && $0.1 >= 0 }
      for (index, way) in all.enumerated() {
        let isLast = index == all.count - 1
        edges.append(
          .init(
            from: "S\(from)",
            to: "S\(way.1)",
            kind: all.count == 1 ? .next : isLast ? .defaultChoice : .choice,
            label: "n = \(index)"
          )
        )
      }
    }
    return WorkflowGraph(startAt: "S0", nodes: nodes, edges: edges)
  }
}

/// Numbers that are the same for the same seed.
struct LinearNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

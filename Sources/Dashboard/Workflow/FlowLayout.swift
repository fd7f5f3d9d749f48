internal import CustomerDomain
internal import Terminal

/// Lays a workflow out from top to bottom: every state that can be reached once, and every way either
/// by what stands below what, or by naming where it leads.
struct FlowLayout {
  /// The lines so far.
  private(set) var lines: [FlowLine] = []
  private let graph: WorkflowGraph
  private let paths: GraphPaths
  private let reach: ReachTable?
  private let rails: [FlowLine.Rail]
  private var placed: Set<Int> = []
  /// States that are named before they are placed, to be placed at the end.
  private var deferred: [Int] = []
  /// Whether the graph is a branch of another one, whose end needs no word.
  private let isInside: Bool

  /// How far branches are indented at most, in steps; what lies deeper stands at the end.
  private static let deepest = 10
  /// From so many states on, a branch that is longer than its siblings is where the workflow goes on.
  private static let longBranch = 4

  /// The lines of a graph.
  static func lines(of graph: WorkflowGraph) -> [FlowLine] {
    lines(of: graph, behind: [], isInside: false)
  }

  private static func lines(
    of graph: WorkflowGraph,
    behind rails: [FlowLine.Rail],
    isInside: Bool
  ) -> [FlowLine] {
    var layout = FlowLayout(graph, rails, isInside: isInside)
    if let start = layout.paths.order.first { layout.place(from: start, behind: rails, before: []) }
    var next = 0
    while next < layout.deferred.count {
      let state = layout.deferred[next]
      if !layout.placed.contains(state) { layout.place(from: state, behind: rails, before: []) }
      next += 1
    }
    return layout.lines
  }

  private init(_ graph: WorkflowGraph, _ rails: [FlowLine.Rail], isInside: Bool) {
    self.graph = graph
    self.rails = rails
    self.isInside = isInside
    paths = GraphPaths(graph)
    reach = paths.reach()
  }

  /// Places a state and what follows it, up to a state that one of `stops` will place.
  private mutating func place(
    from first: Int,
    behind rails: [FlowLine.Rail],
    before stops: [Int]
  ) {
    var here = first
    while true {
      placed.insert(here)
      addState(here, behind: rails)
      let (sides, main) = split(here)
      let branches = graph.nodes[here].branches
      for (index, branch) in branches.enumerated() {
        let isLast = index == branches.count - 1 && sides.isEmpty && main == nil
        addBranch(of: graph.nodes[here], index, branch, behind: rails, isLast: isLast)
      }
      let inner = main.map { stops + [$0.to] } ?? stops
      for (index, way) in sides.enumerated() {
        let isLast = index == sides.count - 1 && main == nil
        addWay(way, behind: rails, before: inner, isLast: isLast)
      }
      guard let main else { return }
      if !main.words.isEmpty { addHead(SafeText(main.words, columns: 0..<FlowLine.limit), rails) }
      if placed.contains(main.to) || stops.contains(main.to) {
        // What stands right below the branch needs no word.
        guard stops.last != main.to || placed.contains(main.to) else { return }
        let isPlain = sides.isEmpty && branches.isEmpty
        return refer(to: main.to, behind: rails, onOwnLine: !isPlain)
      }
      here = main.to
    }
  }

  /// The ways that are drawn as branches, and the one that goes on below them.
  private func split(_ here: Int) -> (sides: [GraphPaths.Way], main: GraphPaths.Way?) {
    let ways = paths.ways[here]
    if let next = ways.first(where: { $0.kind == .next }) {
      return (ways.filter { $0 != next }, next)
    }
    let chosen = ways.filter { $0.kind != .caught }
    guard chosen.count > 1 else {
      return chosen.first.map { (ways.filter { $0.kind == .caught }, $0) } ?? (ways, nil)
    }
    let open = chosen.filter { paths.leadsOn(from: here, to: $0.to) && !placed.contains($0.to) }
    let heads = open.map { paths.ranks[$0.to] }
    let meeting =
      heads.count < 2 ? nil : reach?.meeting(of: heads) { !placed.contains(paths.order[$0]) }
    if let meeting {
      return (ways, GraphPaths.Way(to: paths.order[meeting], kind: .next, words: ""))
    }
    if let long = longest(of: open) { return (ways.filter { $0 != long }, long) }
    return (ways, nil)
  }

  /// The branch that is longer than its siblings, so that the workflow goes on there.
  private func longest(of ways: [GraphPaths.Way]) -> GraphPaths.Way? {
    guard let reach else { return ways.last }
    let sizes = ways.map { reach.count(from: paths.ranks[$0.to]) }
    guard let most = sizes.max(), most >= FlowLayout.longBranch,
      sizes.count(where: { $0 == most }) == 1
    else { return nil }
    return sizes.firstIndex(of: most).map { ways[$0] }
  }

  private mutating func addState(_ state: Int, behind rails: [FlowLine.Rail]) {
    let node = graph.nodes[state]
    var line = FlowLine(rails: rails, name: node.name)
    line.label = SafeText(node.name, columns: 0..<FlowLine.limit)
    let isLast = paths.ways[state].allSatisfy { $0.kind == .caught }
    switch node.type {
    case "Parallel": line.note = "parallel"
    case "Map": line.note = "map"
    case "Fail": line.note = "fails"
    default: line.note = isLast && !isInside ? "end" : .empty
    }
    lines.append(line)
  }

  private mutating func addHead(_ words: SafeText, _ rails: [FlowLine.Rail], isLast: Bool = false) {
    lines.append(FlowLine(rails: rails + [isLast ? .last : .branch], words: words))
  }

  private mutating func addBranch(
    of node: WorkflowGraph.Node,
    _ index: Int,
    _ branch: WorkflowGraph,
    behind rails: [FlowLine.Rail],
    isLast: Bool
  ) {
    addHead(
      node.type == "Map" ? "each item" : SafeText("branch \(index + 1)"),
      rails,
      isLast: isLast
    )
    let behind = rails + [isLast ? .none : .passing]
    let inside = FlowLayout.lines(of: branch, behind: behind, isInside: true)
    lines += inside
    pullUp(inside.count)
  }

  private mutating func addWay(
    _ way: GraphPaths.Way,
    behind rails: [FlowLine.Rail],
    before stops: [Int],
    isLast: Bool
  ) {
    addHead(SafeText(way.words, columns: 0..<FlowLine.limit), rails, isLast: isLast)
    let isElsewhere = placed.contains(way.to) || stops.contains(way.to)
    let isShared = paths.entrances[way.to] > 1 && way.kind == .caught
    let depth = rails.count - self.rails.count
    guard !isElsewhere, !isShared, depth < FlowLayout.deepest else {
      return refer(to: way.to, behind: rails, onOwnLine: false)
    }
    let before = lines.count
    place(from: way.to, behind: rails + [isLast ? .none : .passing], before: stops)
    pullUp(lines.count - before)
  }

  /// Puts a branch of one line on the line that says why it is taken.
  private mutating func pullUp(_ count: Int) {
    guard count == 1, var line = lines.popLast(), let head = lines.popLast() else { return }
    line.rails = head.rails
    line.words = head.words
    lines.append(line)
  }

  /// Names the state where a way goes on, on the last line or on one of its own.
  private mutating func refer(to state: Int, behind rails: [FlowLine.Rail], onOwnLine: Bool) {
    let isAbove = placed.contains(state)
    if !isAbove { deferred.append(state) }
    let label = SafeText(paths.names[state], columns: 0..<FlowLine.limit)
    let reference = FlowLine.Reference(label: label, isAbove: isAbove)
    if onOwnLine {
      lines.append(FlowLine(rails: rails, reference: reference))
    } else {
      lines[lines.count - 1].reference = reference
    }
  }
}

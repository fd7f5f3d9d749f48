internal import CustomerDomain

/// The ways of a graph with its loops taken out, and what can be reached by them.
///
/// Nothing here is recursive: definitions come from outside, and one of a megabyte has some thirty
/// thousand states in a row.
struct GraphPaths {
  /// One way to another state.
  struct Way: Hashable {
    /// The state it leads to.
    let to: Int
    /// Why it is taken.
    let kind: WorkflowGraph.Edge.Kind
    /// Why it is taken, as people read it.
    let words: String
  }

  /// The states' names.
  let names: [String]
  /// The states' numbers by their names.
  let numbers: [String: Int]
  /// The ways that leave each state, in the definition's order; those to one state for several reasons
  /// are one.
  private(set) var ways: [[Way]]
  /// The states that can be reached from the start, so that each way but a loop's leads on.
  private(set) var order: [Int] = []
  /// Where each state stands in that order; -1 for one that cannot be reached.
  private(set) var ranks: [Int]
  /// From how many states ways lead on to each.
  private(set) var entrances: [Int]

  /// Takes the ways of a graph.
  init(_ graph: WorkflowGraph) {
    names = graph.nodes.map(\.name)
    numbers = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    ways = names.map { _ in [] }
    ranks = names.map { _ in -1 }
    entrances = names.map { _ in 0 }
    for edge in graph.edges {
      guard let from = numbers[edge.from], let to = numbers[edge.to] else { continue }
      add(Way(to: to, kind: edge.kind, words: edge.words), from: from)
    }
    if let start = numbers[graph.startAt] { arrange(from: start) }
  }

  private mutating func add(_ way: Way, from: Int) {
    guard let index = ways[from].firstIndex(where: { $0.to == way.to }) else {
      ways[from].append(way)
      return
    }
    let first = ways[from][index]
    let words = [first.words, way.words].filter { !$0.isEmpty }.joined(separator: " or ")
    ways[from][index] = Way(to: way.to, kind: first.kind, words: words)
  }

  /// Whether a way leads on, and not back to what came before.
  func leadsOn(from: Int, to: Int) -> Bool { ranks[from] < ranks[to] }

  /// Goes depth first, without recursion, which the longest definitions would carry too deep.
  private mutating func arrange(from start: Int) {
    var state = [UInt8](repeating: 0, count: names.count)
    var finished: [Int] = []
    var path = [(state: start, next: ways[start].count)]
    state[start] = 1
    while let (here, next) = path.last {
      guard next > 0 else {
        path.removeLast()
        finished.append(here)
        continue
      }
      path[path.count - 1].next = next - 1
      // The last way first, so that the first one ends up first in the reversed order.
      let target = ways[here][next - 1].to
      guard state[target] == 0 else { continue }
      state[target] = 1
      path.append((target, ways[target].count))
    }
    order = finished.reversed()
    for (rank, state) in order.enumerated() { ranks[state] = rank }
    for here in order {
      for way in ways[here] where leadsOn(from: here, to: way.to) { entrances[way.to] += 1 }
    }
  }

  /// For each state that can be reached, by its place in the order, the places that can be reached from
  /// it without a failure, itself included; `nil` where there are too many states for that.
  func reach() -> ReachTable? {
    guard order.count <= ReachTable.limit else { return nil }
    var table = ReachTable(count: order.count)
    for (rank, here) in order.enumerated().reversed() {
      table.insert(rank, into: rank)
      for way in ways[here] where way.kind != .caught && leadsOn(from: here, to: way.to) {
        table.unite(ranks[way.to], into: rank)
      }
    }
    return table
  }
}

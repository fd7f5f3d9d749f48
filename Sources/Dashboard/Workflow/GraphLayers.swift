internal import CustomerDomain

/// In which column and row each state stands: as far right as its longest way, a row for itself.
struct GraphLayers {
  /// A place in a column: a state, or a way that only passes.
  struct Slot: Hashable {
    /// The state's name; `nil` for a way that passes.
    let name: String?
    /// Its row, from the top.
    let row: Int
  }

  /// A way from one column to the next one.
  struct Link: Hashable {
    /// The column it leaves.
    let column: Int
    /// The row it leaves.
    let fromRow: Int
    /// The row it leads to.
    let toRow: Int
    /// Why the way is taken, where it leads to its state and does not only pass.
    var words = ""
  }

  /// The columns, each from top to bottom.
  private(set) var columns: [[Slot]] = []
  /// The ways between neighbouring columns.
  private(set) var links: [Link] = []
  /// Where ways lead back to, by the state they leave.
  private(set) var backWays: [String: [String]] = [:]
  /// How many rows there are.
  private(set) var rowCount = 0
  private let words: [String: [String: String]]

  /// Places what can be reached from a graph's start.
  init(_ graph: WorkflowGraph) {
    words = graph.wayWords
    let (forward, order) = forwardWays(of: graph)
    let ranks = GraphLayers.ranks(order: order, forward: forward)
    columns = Array(repeating: [], count: (ranks.values.max() ?? -1) + 1)
    place(order: order, ranks: ranks, forward: forward)
  }

  /// The ways that lead on, by the state they leave, and the states so that each way leads on.
  private mutating func forwardWays(
    of graph: WorkflowGraph
  ) -> (ways: [String: [String]], order: [String]) {
    let paths = GraphPaths(graph)
    var forward: [String: [String]] = [:]
    for here in paths.order {
      for way in paths.ways[here] {
        let (from, to) = (paths.names[here], paths.names[way.to])
        if paths.leadsOn(from: here, to: way.to) {
          forward[from, default: []].append(to)
        } else {
          backWays[from, default: []].append(to)
        }
      }
    }
    return (forward, paths.order.map { paths.names[$0] })
  }

  private static func ranks(order: [String], forward: [String: [String]]) -> [String: Int] {
    var ranks: [String: Int] = [:]
    for name in order {
      let rank = ranks[name] ?? 0
      ranks[name] = rank
      for target in forward[name] ?? [] { ranks[target] = max(ranks[target] ?? 0, rank + 1) }
    }
    return ranks
  }

  private mutating func place(
    order: [String],
    ranks: [String: Int],
    forward: [String: [String]]
  ) {
    var rows: [String: Int] = [:]
    var taken: [Set<Int>] = columns.map { _ in [] }
    func claim(_ column: Int, near row: Int) -> Int {
      var free = row
      while taken[column].contains(free) { free += 1 }
      taken[column].insert(free)
      return free
    }
    for name in order {
      let rank = ranks[name] ?? 0
      let row = rows[name] ?? claim(rank, near: 0)
      if rows[name] == nil {
        rows[name] = row
        columns[rank].append(Slot(name: name, row: row))
      }
      for target in forward[name] ?? [] {
        let end = ranks[target] ?? 0
        var from = row
        for column in stride(from: rank + 1, to: end, by: 1) {
          let pass = claim(column, near: from)
          columns[column].append(Slot(name: nil, row: pass))
          links.append(Link(column: column - 1, fromRow: from, toRow: pass))
          from = pass
        }
        let to = rows[target] ?? claim(end, near: row)
        if rows[target] == nil {
          rows[target] = to
          columns[end].append(Slot(name: target, row: to))
        }
        links.append(
          Link(column: end - 1, fromRow: from, toRow: to, words: words[name]?[target] ?? "")
        )
      }
    }
    rowCount = (taken.compactMap { $0.max() }.max() ?? -1) + 1
  }
}

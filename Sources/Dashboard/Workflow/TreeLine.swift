internal import CustomerDomain
internal import Terminal

/// A state in the indented tree.
struct TreeLine: Hashable, Sendable {
  /// How far it is indented, in steps.
  let depth: Int
  /// The state's name.
  let name: String
  /// What the line says.
  let label: SafeText
  /// Whether the state stands further up already, and this is only a way to it.
  let isReference: Bool

  /// The states in the order in which they are reached, each as deep as its way is long.
  static func lines(of graph: WorkflowGraph, depth: Int = 0) -> [TreeLine] {
    let nodes = Dictionary(graph.nodes.map { ($0.name, $0) }) { first, _ in first }
    let next = Dictionary(grouping: graph.edges, by: \.from)
    var lines: [TreeLine] = []
    var seen: Set<String> = []
    var open = [(name: graph.startAt, depth: depth, word: "")]
    while let (name, depth, word) = open.popLast() {
      let isNew = seen.insert(name).inserted
      let text = word.isEmpty ? name : "\(name) (\(word))"
      lines.append(
        TreeLine(depth: depth, name: name, label: SafeText(text), isReference: !isNew)
      )
      guard isNew else { continue }
      for branch in nodes[name]?.branches ?? [] {
        lines += TreeLine.lines(of: branch, depth: depth + 2)
      }
      let ways = next[name] ?? []
      let step = ways.count > 1 ? 1 : 0
      for way in ways.reversed() { open.append((way.to, depth + step, way.words)) }
    }
    return lines
  }
}

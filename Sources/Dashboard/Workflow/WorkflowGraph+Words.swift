internal import CustomerDomain

extension WorkflowGraph.Edge {
  /// Why the way is taken, as people read it; empty for the plain ones.
  var words: String {
    switch kind {
    case .next: ""
    case .choice: label
    case .defaultChoice: "else"
    case .caught: label.isEmpty || label == "States.ALL" ? "on error" : "on \(label)"
    }
  }
}

extension WorkflowGraph {
  /// Why ways are taken, by the state they leave and the state they lead to.
  var wayWords: [String: [String: String]] {
    let ways = Dictionary(grouping: edges.filter { !$0.words.isEmpty }, by: \.from)
    return ways.mapValues { edges in
      Dictionary(edges.map { ($0.to, $0.words) }) { "\($0) or \($1)" }
    }
  }
}

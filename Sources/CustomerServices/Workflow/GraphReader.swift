internal import CustomerDomain
internal import JSONValue

/// Reads a workflow's shape out of its definition; whatever it does not know it leaves out.
enum GraphReader {
  /// The shape of a definition or of one branch.
  static func graph(of definition: JSON) -> WorkflowGraph {
    let states = definition["States"]?.object ?? [:]
    var graph = WorkflowGraph(
      startAt: definition["StartAt"]?.string ?? states.keys.first ?? "",
      nodes: [],
      edges: []
    )
    for (name, state) in states {
      graph.nodes.append(
        WorkflowGraph.Node(
          name: name,
          type: state["Type"]?.string ?? "",
          branches: branches(of: state),
          retries: retries(of: state)
        )
      )
      graph.edges += edges(from: name, state)
    }
    let names = Set(states.keys)
    graph.edges.removeAll { !names.contains($0.to) }
    return graph
  }

  private static func branches(of state: JSON) -> [WorkflowGraph] {
    let parts = state["Branches"]?.array ?? []
    let iterated = [state["ItemProcessor"], state["Iterator"]].compactMap { $0 }.prefix(1)
    return (parts + iterated).map(graph(of:))
  }

  private static func retries(of state: JSON) -> [WorkflowGraph.Retry] {
    (state["Retry"]?.array ?? []).map { rule in
      WorkflowGraph.Retry(
        errors: (rule["ErrorEquals"]?.array ?? []).compactMap(\.string),
        // What AWS does where a rule does not say.
        limit: rule["MaxAttempts"]?.int ?? 3
      )
    }
  }

  private static func edges(from name: String, _ state: JSON) -> [WorkflowGraph.Edge] {
    var edges: [WorkflowGraph.Edge] = []
    func add(_ kind: WorkflowGraph.Edge.Kind, _ target: JSON?, _ label: String = "") {
      guard let target = target?.string else { return }
      edges.append(WorkflowGraph.Edge(from: name, to: target, kind: kind, label: label))
    }
    add(.next, state["Next"])
    for rule in state["Choices"]?.array ?? [] {
      add(.choice, rule["Next"], ConditionText.text(of: rule))
    }
    add(.defaultChoice, state["Default"], "else")
    for catcher in state["Catch"]?.array ?? [] {
      let errors = (catcher["ErrorEquals"]?.array ?? []).compactMap(\.string)
      add(.caught, catcher["Next"], errors.joined(separator: ", "))
    }
    return edges
  }
}

package import JSONValue

extension StateGraph {
  /// How deep branches are followed.
  private static let depthLimit = 32

  /// Draws a definition's shape; what is malformed in it is left out, so that any definition that
  /// a service accepted can be drawn, whatever language its expressions are in.
  package init(definition: JSON) {
    self.init(definition: definition, depth: 0)
  }

  private init(definition: JSON, depth: Int) {
    startAt = definition["StartAt"]?.string ?? ""
    var nodes: [Node] = []
    var edges: [Edge] = []
    for (name, state) in definition["States"]?.object ?? [:] {
      let children = depth < Self.depthLimit ? Self.children(of: state) : []
      nodes.append(
        Node(
          name: name,
          type: state["Type"]?.string ?? "",
          children: children.map { StateGraph(definition: $0, depth: depth + 1) }
        )
      )
      edges += Self.edges(from: name, state)
    }
    self.nodes = nodes
    self.edges = edges
  }

  private static func children(of state: JSON) -> [JSON] {
    switch state["Type"]?.string {
    case "Parallel": state["Branches"]?.array ?? []
    case "Map": [state["ItemProcessor"] ?? state["Iterator"]].compactMap { $0 }
    default: []
    }
  }

  private static func edges(from name: String, _ state: JSON) -> [Edge] {
    var edges: [Edge] = []
    func add(_ target: JSON?, _ label: String?) {
      if let to = target?.string { edges.append(Edge(from: name, to: to, label: label)) }
    }
    add(state["Next"], nil)
    for choice in state["Choices"]?.array ?? [] {
      add(choice["Next"], ConditionText.describe(choice))
    }
    add(state["Default"], "Default")
    for catcher in state["Catch"]?.array ?? [] {
      let errors = (catcher["ErrorEquals"]?.array ?? []).compactMap(\.string)
      add(catcher["Next"], "Catch " + errors.joined(separator: ", "))
    }
    return edges
  }
}

/// Conditions of choice rules in short words, such as `$.exists == true`.
private enum ConditionText {
  private static let depthLimit = 32
  private static let signs = [
    ("LessThanEquals", "<="), ("GreaterThanEquals", ">="), ("LessThan", "<"), ("GreaterThan", ">"),
    ("Equals", "=="), ("Matches", "matches"),
  ]

  static func describe(_ rule: JSON, depth: Int = 0) -> String {
    guard depth < depthLimit else { return "…" }
    func joined(_ parts: [JSON], _ word: String) -> String {
      parts.map { describe($0, depth: depth + 1) }.joined(separator: " \(word) ")
    }
    if let parts = rule["And"]?.array { return wrapped(joined(parts, "and"), depth) }
    if let parts = rule["Or"]?.array { return wrapped(joined(parts, "or"), depth) }
    if let part = rule["Not"] { return "not (\(describe(part, depth: depth + 1)))" }
    if let condition = rule["Condition"]?.string { return condition }
    let variable = rule["Variable"]?.string ?? "?"
    for (name, operand) in rule.object ?? [:] {
      if name.hasPrefix("Is"), let isWanted = operand.bool {
        return "\(variable) is \(isWanted ? "" : "not ")\(name.dropFirst(2).lowercased())"
      }
      let isPath = name.hasSuffix("Path")
      let plain = isPath ? String(name.dropLast(4)) : name
      guard let sign = signs.first(where: { plain.hasSuffix($0.0) })?.1 else { continue }
      return "\(variable) \(sign) \(isPath ? operand.string ?? "?" : operand.text())"
    }
    return variable
  }

  private static func wrapped(_ text: String, _ depth: Int) -> String {
    depth == 0 ? text : "(\(text))"
  }
}

/// The shape of a definition, for drawing.
package struct StateGraph: Hashable, Sendable {
  /// A state.
  package struct Node: Hashable, Sendable {
    /// The state's name.
    package let name: String
    /// The state's type, such as `Task`.
    package let type: String
    /// The branches of a Parallel, or the one processor of a Map.
    package let children: [StateGraph]
  }

  /// A way from one state to another.
  package struct Edge: Hashable, Sendable {
    /// The state that is left.
    package let from: String
    /// The state that is entered.
    package let to: String
    /// What leads this way, such as `$.exists == true`, `Default` or `Catch States.ALL`.
    package let label: String?
  }

  /// The state that is entered first.
  package let startAt: String
  /// The states in the order of the definition.
  package let nodes: [Node]
  /// The ways between them in the order of the definition.
  package let edges: [Edge]
}

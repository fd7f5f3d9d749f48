/// The shape of a workflow: its states and the ways between them.
package struct WorkflowGraph: Hashable, Sendable, Codable {
  /// One state.
  package struct Node: Hashable, Sendable, Codable {
    /// The state's name, unique in the workflow.
    package var name: String
    /// The state's type, such as `Choice`.
    package var type: String
    /// The graphs inside a Parallel or a Map, one a branch.
    package var branches: [WorkflowGraph]
    /// What is tried again and how often, one rule an element.
    package var retries: [Retry]

    /// Makes a state.
    package init(
      name: String,
      type: String,
      branches: [WorkflowGraph] = [],
      retries: [Retry] = []
    ) {
      self.name = name
      self.type = type
      self.branches = branches
      self.retries = retries
    }
  }

  /// When a state is tried again.
  package struct Retry: Hashable, Sendable, Codable {
    /// The names of the errors.
    package var errors: [String]
    /// How often at most; 0 for never.
    package var limit: Int

    /// Makes a rule.
    package init(errors: [String], limit: Int) {
      self.errors = errors
      self.limit = limit
    }
  }

  /// One way from a state to the next.
  package struct Edge: Hashable, Sendable, Codable {
    /// Why a way is taken.
    package enum Kind: String, Hashable, Sendable, Codable {
      /// The state names what comes after it.
      case next
      /// A condition holds.
      case choice
      /// No condition holds.
      case defaultChoice
      /// The state failed with an error that is caught.
      case caught
    }

    /// The state it leaves.
    package var from: String
    /// The state it leads to.
    package var to: String
    /// Why it is taken.
    package var kind: Kind
    /// A short word for the way, such as a condition; may be empty.
    package var label: String

    /// Makes a way.
    package init(from: String, to: String, kind: Kind, label: String = "") {
      self.from = from
      self.to = to
      self.kind = kind
      self.label = label
    }
  }

  /// Where it starts.
  package var startAt: String
  /// The states, in the definition's order.
  package var nodes: [Node]
  /// The ways between them.
  package var edges: [Edge]

  /// Makes a graph.
  package init(startAt: String, nodes: [Node], edges: [Edge]) {
    self.startAt = startAt
    self.nodes = nodes
    self.edges = edges
  }
}

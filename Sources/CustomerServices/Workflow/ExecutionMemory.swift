internal import CustomerDomain
internal import Synchronization

/// Remembers what does not change any more about runs, so that it is asked for once.
final class ExecutionMemory: Sendable {
  /// What a list does not tell about a run.
  struct Facts: Sendable {
    /// The customer id in its input.
    let customerID: String?
    /// The state it ended in, or was last seen in.
    let stateName: String?
    /// Whether it had ended then, so that they do not change any more.
    let areFinal: Bool
  }

  private struct Contents {
    var facts: [String: Facts] = [:]
    var graphs: [String: WorkflowGraph] = [:]
  }

  private static let limit = 2000
  private let contents = Mutex(Contents())

  /// Makes an empty memory.
  init() {}

  /// What is known of a run.
  func facts(of execution: Execution) -> Facts? {
    contents.withLock { $0.facts[execution.arn] }
  }

  /// Keeps what is known of a run.
  func keep(_ execution: Execution) {
    contents.withLock { contents in
      if contents.facts.count >= ExecutionMemory.limit { contents.facts = [:] }
      contents.facts[execution.arn] = Facts(
        customerID: execution.customerID,
        stateName: execution.stateName,
        areFinal: execution.status.isFinal
      )
    }
  }

  /// The shape that the workflow had for a run.
  func graph(of arn: String) -> WorkflowGraph? { contents.withLock { $0.graphs[arn] } }

  /// Keeps the shape that the workflow had for a run.
  func keep(_ graph: WorkflowGraph, of arn: String) {
    contents.withLock { contents in
      if contents.graphs.count >= 64 { contents.graphs = [:] }
      contents.graphs[arn] = graph
    }
  }
}

/// One of the four parts of the screen; the numbers are the keys that go there.
package enum Pane: Int, Hashable, Sendable, CaseIterable {
  /// Ids that are looked up.
  case customers = 1
  /// Runs of the workflow.
  case workflow = 2
  /// The merged log.
  case logs = 3
  /// Alarms.
  case alarms = 4

  /// What its border says.
  package var title: String {
    switch self {
    case .customers: "Customers"
    case .workflow: "Workflow"
    case .logs: "Logs"
    case .alarms: "Alarms"
    }
  }

  /// The pane after this one, round and round.
  var next: Pane { Pane(rawValue: rawValue % 4 + 1) ?? .customers }

  /// The pane before this one, round and round.
  var previous: Pane { Pane(rawValue: (rawValue + 2) % 4 + 1) ?? .customers }
}

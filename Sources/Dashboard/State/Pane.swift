/// One of the four parts of the screen; the numbers are the keys that go there.
package enum Pane: Int, Hashable, Sendable, CaseIterable {
  case customers = 1
  case workflow = 2
  case logs = 3
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

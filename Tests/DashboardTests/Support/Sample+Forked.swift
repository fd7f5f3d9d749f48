import AWSWire
import CustomerDomain
import JSONValue

@testable import Dashboard

extension Sample {
  /// A failed run of a workflow with a state that is tried again, branches and a Map.
  static let forked: ExecutionDetail = {
    let run = executions[2]
    let start = run.startedAt
    func at(_ milliseconds: Int64) -> Instant { start + milliseconds }
    func state(
      _ name: String,
      _ type: String,
      _ status: StateRun.Status,
      _ from: Int64,
      _ to: Int64,
      number: Int,
      parent: Int? = nil,
      iteration: Int? = nil
    ) -> StateRun {
      StateRun(
        name: name,
        type: type,
        status: status,
        startedAt: at(from),
        stoppedAt: at(to),
        enteredBy: number,
        leftBy: status == .succeeded ? number + 1 : nil,
        parent: parent,
        iteration: iteration
      )
    }
    var validate = state("ValidateExists", "Task", .succeeded, 0, 900, number: 2)
    validate.attempts = [
      .init(
        startedAt: at(0),
        stoppedAt: at(200),
        error: "Lambda.ServiceException",
        requestID: "r-1"
      ),
      .init(
        startedAt: at(600),
        stoppedAt: at(900),
        requestID: "8c2e0000-0000-4000-8000-000000000000"
      ),
    ]
    validate.retries = 1
    validate.requestID = "8c2e0000-0000-4000-8000-000000000000"
    var each = state("EachAddress", "Map", .failed, 900, 3400, number: 20, parent: 10)
    each.iterations = .init(total: 12)
    each.iterations?.started = 4
    each.iterations?.succeeded = 2
    each.iterations?.failed = 1
    each.iterations?.aborted = 1
    var broken = state("Check", "Task", .failed, 2000, 3300, number: 34, parent: 20, iteration: 2)
    broken.error = "DependencyFailed"
    broken.retries = 2
    broken.attempts = [
      .init(startedAt: at(2000), stoppedAt: at(2200), error: "DependencyFailed"),
      .init(startedAt: at(2500), stoppedAt: at(2700), error: "DependencyFailed"),
      .init(startedAt: at(3200), stoppedAt: at(3300), error: "DependencyFailed"),
    ]
    let check = WorkflowGraph(
      startAt: "Check",
      nodes: [.init(name: "Check", type: "Task")],
      edges: []
    )
    let notify = WorkflowGraph(
      startAt: "Notify",
      nodes: [.init(name: "Notify", type: "Task")],
      edges: []
    )
    let map = WorkflowGraph(
      startAt: "EachAddress",
      nodes: [.init(name: "EachAddress", type: "Map", branches: [check])],
      edges: []
    )
    let retry = WorkflowGraph.Retry(errors: ["Lambda.ServiceException"], limit: 3)
    return ExecutionDetail(
      execution: run,
      input: ["id": "boom"],
      error: "DependencyFailed",
      cause: "table did not answer",
      states: [
        validate, state("Both", "Parallel", .failed, 900, 3400, number: 10), each,
        state("Notify", "Task", .aborted, 900, 3400, number: 22, parent: 10),
        state("Check", "Task", .succeeded, 900, 1400, number: 30, parent: 20, iteration: 0),
        state("Check", "Task", .succeeded, 900, 2000, number: 32, parent: 20, iteration: 1), broken,
        state("Check", "Task", .aborted, 2000, 3400, number: 36, parent: 20, iteration: 3),
      ],
      events: [
        .init(
          number: 2,
          previousNumber: 1,
          timestamp: at(0),
          type: "TaskStateEntered",
          stateName: "ValidateExists",
          details: ["name": "ValidateExists", "input": #"{"id":"boom","source":"api"}"#]
        ),
        .init(
          number: 3,
          previousNumber: 2,
          timestamp: at(900),
          type: "TaskStateExited",
          stateName: "ValidateExists",
          details: [
            "name": "ValidateExists",
            "output": #"{"id":"boom","exists":false,"source":"workflow"}"#,
          ]
        ),
      ],
      graph: WorkflowGraph(
        startAt: "ValidateExists",
        nodes: [
          .init(name: "ValidateExists", type: "Task", retries: [retry]),
          .init(name: "Both", type: "Parallel", branches: [map, notify]),
          .init(name: "Store", type: "Task"), .init(name: "Undo", type: "Task"),
        ],
        edges: [
          .init(from: "ValidateExists", to: "Both", kind: .next),
          .init(from: "Both", to: "Store", kind: .next),
          .init(from: "Store", to: "Undo", kind: .caught, label: "States.ALL"),
        ]
      )
    )
  }()
}

package import AWSWire
package import JSONValue

/// One run of a workflow, as a list shows it.
package struct Execution: Hashable, Sendable, Identifiable {
  /// How a run stands.
  package enum Status: String, Hashable, Sendable, CaseIterable {
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case timedOut = "TIMED_OUT"
    case aborted = "ABORTED"
    case pendingRedrive = "PENDING_REDRIVE"

    /// Whether nothing more will happen in the run.
    package var isFinal: Bool { self != .running && self != .pendingRedrive }
  }

  /// The run's ARN.
  package var arn: String
  /// The run's name, the last part of its ARN.
  package var name: String
  /// How it stands.
  package var status: Status
  /// When it was started.
  package var startedAt: Instant
  /// When it ended.
  package var stoppedAt: Instant?
  /// The customer id in its input, where that is known.
  package var customerID: String?
  /// The state it is in, or ended in, where that is known.
  package var stateName: String?

  /// The ARN, which no other run has.
  package var id: String { arn }

  /// Makes a run.
  package init(
    arn: String,
    name: String,
    status: Status,
    startedAt: Instant,
    stoppedAt: Instant? = nil,
    customerID: String? = nil,
    stateName: String? = nil
  ) {
    self.arn = arn
    self.name = name
    self.status = status
    self.startedAt = startedAt
    self.stoppedAt = stoppedAt
    self.customerID = customerID
    self.stateName = stateName
  }

  /// How long it took, in milliseconds; `nil` while it runs.
  package var durationMilliseconds: Int64? { stoppedAt.map { $0 - startedAt } }
}

/// One run with all that is known of it.
package struct ExecutionDetail: Hashable, Sendable {
  /// The run as a list shows it.
  package var execution: Execution
  /// The input: parsed, or a string where it isn't JSON; `nil` where it is not known.
  package var input: JSON?
  /// The output: parsed, or a string where it isn't JSON; `nil` before it ends well.
  package var output: JSON?
  /// The error's name, where it failed.
  package var error: String?
  /// The error's cause, where it failed.
  package var cause: String?
  /// The states it entered, in the order it entered them.
  package var states: [StateRun]
  /// The history so far, oldest first.
  package var events: [ExecutionEvent]
  /// The workflow's shape, for drawing.
  package var graph: WorkflowGraph?

  /// Makes a detail.
  package init(
    execution: Execution,
    input: JSON? = nil,
    output: JSON? = nil,
    error: String? = nil,
    cause: String? = nil,
    states: [StateRun] = [],
    events: [ExecutionEvent] = [],
    graph: WorkflowGraph? = nil
  ) {
    self.execution = execution
    self.input = input
    self.output = output
    self.error = error
    self.cause = cause
    self.states = states
    self.events = events
    self.graph = graph
  }
}

/// One state's part in a run.
package struct StateRun: Hashable, Sendable {
  /// How a state stands.
  package enum Status: String, Hashable, Sendable {
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case timedOut = "TIMED_OUT"
    case aborted = "ABORTED"
    /// It failed, and the run went on by a catcher.
    case caught = "CAUGHT"
  }

  /// The state's name.
  package var name: String
  /// The state's type, such as `Task`.
  package var type: String
  /// How it stands.
  package var status: Status
  /// When it was entered.
  package var startedAt: Instant
  /// When it was left; `nil` while it runs.
  package var stoppedAt: Instant?
  /// How often it was tried again.
  package var retries: Int
  /// The request id of its last invocation, where it made one.
  package var requestID: String?
  /// What it was given, as JSON text.
  package var input: String?
  /// What it gave, as JSON text.
  package var output: String?
  /// The error's name of its last failure.
  package var error: String?
  /// The cause of its last failure.
  package var cause: String?

  /// Makes a state's part.
  package init(
    name: String,
    type: String,
    status: Status,
    startedAt: Instant,
    stoppedAt: Instant? = nil,
    retries: Int = 0,
    requestID: String? = nil,
    input: String? = nil,
    output: String? = nil,
    error: String? = nil,
    cause: String? = nil
  ) {
    self.name = name
    self.type = type
    self.status = status
    self.startedAt = startedAt
    self.stoppedAt = stoppedAt
    self.retries = retries
    self.requestID = requestID
    self.input = input
    self.output = output
    self.error = error
    self.cause = cause
  }
}

/// One event of a run's history.
package struct ExecutionEvent: Hashable, Sendable {
  /// The event's number, from 1.
  package var number: Int
  /// The number of the event that led to it; 0 for none.
  package var previousNumber: Int
  /// When it happened.
  package var timestamp: Instant
  /// Its type, such as `TaskStateEntered`.
  package var type: String
  /// The state's name, where it belongs to one.
  package var stateName: String?
  /// The rest of it, as the service gives it.
  package var details: JSON

  /// Makes an event.
  package init(
    number: Int,
    previousNumber: Int,
    timestamp: Instant,
    type: String,
    stateName: String?,
    details: JSON
  ) {
    self.number = number
    self.previousNumber = previousNumber
    self.timestamp = timestamp
    self.type = type
    self.stateName = stateName
    self.details = details
  }
}

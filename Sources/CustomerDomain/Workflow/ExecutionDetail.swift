package import JSONValue

/// One run with all that is known of it.
package struct ExecutionDetail: Hashable, Sendable, Codable {
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
  /// The input as it was given, byte for byte; `nil` where it is not known.
  package var inputText: String?
  /// The ARN of the workflow; `nil` where it is not known.
  package var machineARN: String?
  /// Whether it can be taken up again.
  package var redrive: Redrive

  /// Makes a detail.
  package init(
    execution: Execution,
    input: JSON? = nil,
    output: JSON? = nil,
    error: String? = nil,
    cause: String? = nil,
    states: [StateRun] = [],
    events: [ExecutionEvent] = [],
    graph: WorkflowGraph? = nil,
    inputText: String? = nil,
    machineARN: String? = nil,
    redrive: Redrive = .unknown
  ) {
    self.execution = execution
    self.input = input
    self.output = output
    self.error = error
    self.cause = cause
    self.states = states
    self.events = events
    self.graph = graph
    self.inputText = inputText
    self.machineARN = machineARN
    self.redrive = redrive
  }
}

extension ExecutionDetail {
  /// Whether a run that did not end well can be taken up again from where it broke.
  package enum Redrive: Hashable, Sendable, Codable {
    /// The service says so.
    case possible
    /// It cannot; the reason is a sentence without a full stop.
    case impossible(reason: String)
    /// The service does not tell.
    case unknown
  }

  /// The event with a number, where the history has it.
  package func event(_ number: Int) -> ExecutionEvent? {
    // Numbers run from 1 without a gap, unless the history was cut.
    if events.indices.contains(number - 1), events[number - 1].number == number {
      return events[number - 1]
    }
    return events.first { $0.number == number }
  }

  /// The state that was entered by the event with a number.
  package func state(enteredBy number: Int) -> StateRun? {
    states.first { $0.enteredBy == number }
  }
}

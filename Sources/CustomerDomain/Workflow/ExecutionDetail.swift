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

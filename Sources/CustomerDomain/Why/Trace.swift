/// What is known of one incident: its run, and the lines of one request.
package struct Trace: Hashable, Sendable, Codable {
  /// The id of the incident.
  package var incidentID: String
  /// The run, where it is or belongs to one.
  package var detail: ExecutionDetail?
  /// The invocation whose lines are here.
  package var requestID: String?
  /// The group they are from.
  package var group: String?
  /// The lines of exactly that request, oldest first.
  package var lines: [LogEvent]
  /// What the lines tell of the invocation.
  package var invocation: Invocation?
  /// What could not be had, and why, each in one sentence.
  package var notes: [String]

  /// Makes a trace.
  package init(
    incidentID: String,
    detail: ExecutionDetail? = nil,
    requestID: String? = nil,
    group: String? = nil,
    lines: [LogEvent] = [],
    invocation: Invocation? = nil,
    notes: [String] = []
  ) {
    self.incidentID = incidentID
    self.detail = detail
    self.requestID = requestID
    self.group = group
    self.lines = lines
    self.invocation = invocation
    self.notes = notes
  }
}

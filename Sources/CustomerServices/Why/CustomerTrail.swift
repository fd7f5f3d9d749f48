internal import CustomerDomain

/// What log lines tell of a customer; a pure value of the lines.
struct CustomerTrail: Sendable {
  /// The customer.
  let id: String
  /// The group in which the workflow tells of its runs.
  let workflowGroup: String
  /// The lines that name the customer, oldest first.
  private(set) var lines: [LogEvent] = []
  /// The ARNs of the runs about it, the newest first.
  private(set) var runs: [String] = []
  /// The invocations about it, oldest first.
  private(set) var invocations: [Invocation] = []
  /// What could not be had, each once.
  private(set) var notes: [String] = []

  /// Makes a trail of nothing.
  init(id: String, workflowGroup: String) {
    self.id = id
    self.workflowGroup = workflowGroup
  }

  /// Takes what a search found, and leaves out what is about another customer.
  mutating func take(_ found: Part<[LogEvent]>) {
    lines = (lines + found.value.filter(names)).uniqued()
    let begun = lines.compactMap { WhyService.run(about: id, begunBy: $0) }
    runs = Array(begun.reversed()).uniqued()
    invocations = InvocationReader.invocations(in: lines.filter { $0.group != workflowGroup })
    for note in found.notes where !notes.contains(note) { notes.append(note) }
  }

  /// Whether a line is about the customer: a pattern finds more than is meant.
  private func names(_ event: LogEvent) -> Bool {
    event.group == workflowGroup
      ? WhyService.run(about: id, begunBy: event) != nil
      : LineTrail(event.message).customerID?.utf8.elementsEqual(id.utf8) == true
  }
}

internal import CustomerDomain

/// What log lines tell of a customer; a pure value of the lines.
struct CustomerTrail: Sendable {
  /// The customer.
  let id: String
  /// The group in which the workflow tells of its runs.
  let workflowGroup: String
  /// The group of the API's requests.
  let accessGroup: String
  /// The lines that name the customer, oldest first.
  private(set) var lines: [LogEvent] = []
  /// The ARNs of the runs about it, the newest first.
  private(set) var runs: [String] = []
  /// The invocations about it, oldest first.
  private(set) var invocations: [Invocation] = []
  /// The requests to it that the server failed, oldest first.
  private(set) var requests: [APIRequest] = []
  /// The lines that tell how invocations ended, oldest first.
  private var ends: [LogEvent] = []
  /// The invocations whose ends were looked for.
  private var asked: Set<String> = []
  /// What could not be had, each once.
  private(set) var notes: [String] = []
  /// Whether there may be more about it in the time that was searched.
  private(set) var isCut = false

  /// Makes a trail of nothing.
  init(id: String, _ names: BackendNames) {
    self.id = id
    workflowGroup = names.workflowLogGroup
    accessGroup = names.apiLogGroup
  }

  /// Whether nothing was found.
  var isEmpty: Bool { runs.isEmpty && invocations.isEmpty && requests.isEmpty }

  /// The invocations of which no line tells how they ended, and was not looked for yet: those
  /// without an answer first, each of these the newest first.
  var unended: [Invocation] {
    invocations.filter { $0.outcome == .open && !asked.contains($0.requestID) }.sorted {
      let (left, right) = ($0.status != nil ? 1 : 0, $1.status != nil ? 1 : 0)
      return left == right ? $0.endedAt > $1.endedAt : left < right
    }
  }

  /// Takes what a search found, and leaves out what is about another customer.
  mutating func take(_ found: Part<[LogEvent]>) {
    lines = (lines + found.value.filter(names)).uniqued()
    let begun = lines.compactMap { WhyService.run(about: id, begunBy: $0) }
    runs = Array(begun.reversed()).uniqued()
    isCut = isCut || found.isCut
    requests = lines.filter { $0.group == accessGroup }.compactMap(APIRequest.init)
    readInvocations()
    add(found.notes)
  }

  /// Takes what was found of how these invocations ended.
  mutating func take(_ found: Part<[LogEvent]>, asEndsOf invocations: [Invocation]) {
    asked.formUnion(invocations.map(\.requestID))
    ends += found.value
    readInvocations()
    add(found.notes)
  }

  private mutating func readInvocations() {
    let own = lines.filter { $0.group != workflowGroup && $0.group != accessGroup }
    let known = Set(own.compactMap { LineTrail($0.message).requestID })
    invocations = InvocationReader.invocations(in: (own + ends).uniqued())
      .filter { known.contains($0.requestID) }
  }

  private mutating func add(_ notes: [String]) {
    for note in notes where !self.notes.contains(note) { self.notes.append(note) }
  }

  /// Whether a line is about the customer: a pattern finds more than is meant.
  private func names(_ event: LogEvent) -> Bool {
    switch event.group {
    case workflowGroup: WhyService.run(about: id, begunBy: event) != nil
    case accessGroup:
      APIRequest(event).map { request in
        request.status >= 500 && request.customerID?.utf8.elementsEqual(id.utf8) == true
      } == true
    default: LineTrail(event.message).customerID?.utf8.elementsEqual(id.utf8) == true
    }
  }
}

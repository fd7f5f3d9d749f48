internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// What failed in a window: a function's invocations, a workflow's runs, an API's requests.
extension WhyService {
  // MARK: Functions

  /// What went wrong in a function, or in all of the backend's.
  func functionIncidents(
    _ name: String?,
    _ trouble: AlarmTarget.Trouble,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    var groups = ["/aws/lambda/\(name ?? "")"]
    if name == nil { groups = try await functionGroups() }
    switch trouble {
    case .throttles:
      let runs = try await failedRuns(of: nil, [.failed, .timedOut], window)
      return Part(
        value: runs.value,
        notes: runs.notes + [
          "a throttled invocation never ran, and leaves no line: runs that failed then"
        ]
      )
    case .duration: return try await slowInvocations(groups, window)
    case .errors, .other: return try await failedInvocations(groups, window)
    }
  }

  /// The groups of the backend's functions.
  func functionGroups() async throws -> [String] {
    try await logs.names().functions.map { "/aws/lambda/\($0)" }
  }

  /// The invocations that failed, with the runs they were part of.
  func failedInvocations(
    _ groups: [String],
    _ window: Explanation.Window,
    patterns: [String] = [errorPattern]
  ) async throws -> Part<[Incident]> {
    let searched = Explanation.Window(from: window.from, to: window.to + Self.lateness)
    let errors = try await lines(
      groups.flatMap { group in
        patterns.map { LineSearch(group: group, pattern: $0, window: searched) }
      }
    )
    var notes = errors.notes
    let named = try await named(errors.value, searched)
    notes += named.notes
    // What is no id of Lambda's would make the pattern too long.
    let ids = named.value.filter { $0.requestID.utf8.count <= 40 }.prefix(Self.incidentLimit)
    guard !ids.isEmpty else { return Part(value: [], notes: notes) }
    // All lines of these requests: they tell the run, the customer and how long it took.
    let whole = try await lines(
      Set(ids.map(\.group)).sorted().map { group in
        LineSearch(
          group: group,
          pattern: Self.pattern(anyOf: ids.filter { $0.group == group }.map(\.requestID)),
          window: .init(from: searched.from + -Self.invocationReach, to: searched.to)
        )
      }
    )
    let wanted = Set(ids.map(\.requestID))
    let told = InvocationReader.invocations(in: (whole.value + errors.value).uniqued())
    // What began after the window closed is another story.
    let failed = told.filter { invocation in
      wanted.contains(invocation.requestID) && invocation.isFailed
        && invocation.startedAt.map { $0 <= window.to } != false
    }
    let incidents = try await incidents(of: failed)
    return Part(value: incidents.value, notes: notes + whole.notes + incidents.notes)
  }

  /// The invocations whose lines these are, the newest first; a line that names none, such as an
  /// exception of Python's, belongs to the last one that started in its stream.
  private func named(
    _ errors: [LogEvent],
    _ window: Explanation.Window
  ) async throws -> Part<[Invocation]> {
    var found = Part(value: InvocationReader.invocations(in: errors))
    let nameless = errors.filter { LineTrail($0.message).requestID == nil }
    if !nameless.isEmpty {
      let starts = try await lines(
        Set(nameless.map(\.group)).sorted().map { group in
          LineSearch(
            group: group,
            pattern: #""START RequestId""#,
            window: .init(from: window.from + -Self.invocationReach, to: window.to)
          )
        }
      )
      found.notes += starts.notes
      for event in nameless {
        let start = starts.value.last {
          $0.group == event.group && $0.stream == event.stream && $0.timestamp <= event.timestamp
        }
        guard let id = start.flatMap({ LineTrail($0.message).requestID }),
          !found.value.contains(where: { $0.requestID == id }),
          let invocation = InvocationReader.invocation(id, in: [event])
        else { continue }
        found.value.append(invocation)
      }
    }
    found.value.sort { $0.endedAt > $1.endedAt }
    return found
  }

  /// The invocations that took longest.
  private func slowInvocations(
    _ groups: [String],
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let searched = Explanation.Window(from: window.from, to: window.to + Self.lateness)
    let reports = try await lines(
      groups.map { LineSearch(group: $0, pattern: #""REPORT RequestId""#, window: searched) }
    )
    let slowest = InvocationReader.invocations(in: reports.value)
      .sorted { ($0.durationMilliseconds ?? 0) > ($1.durationMilliseconds ?? 0) }
      .prefix(Self.incidentLimit)
    return Part(
      value: slowest.map { Incident(invocations: [$0]) },
      notes: reports.notes + ["the alarm is about time: the slowest invocations of its window"]
    )
  }

  /// Puts invocations to the runs they were part of; those of no run stand alone.
  func incidents(of invocations: [Invocation]) async throws -> Part<[Incident]> {
    let newest = invocations.sorted { ($0.endedAt, $0.id) > ($1.endedAt, $1.id) }
    var arns: [String] = []
    for arn in newest.compactMap(\.executionARN) where !arns.contains(arn) { arns.append(arn) }
    let runs = try await describe(Array(arns.prefix(Self.runLimit)))
    let incidents = newest.compactMap { invocation -> Incident? in
      guard let arn = invocation.executionARN, let run = runs.value[arn] else {
        return Incident(invocations: [invocation])
      }
      let own = invocations.filter { $0.executionARN == arn }.sorted { $0.endedAt < $1.endedAt }
      return own.last == invocation ? Incident(detail: run, invocations: own) : nil
    }
    return Part(value: Self.merged(incidents), notes: runs.notes)
  }

  /// Runs in full, all at once.
  func describe(_ arns: [String]) async throws -> Part<[String: ExecutionDetail]> {
    try await withThrowingTaskGroup(of: (String, Part<ExecutionDetail?>).self) { group in
      for arn in arns { group.addTask { (arn, try await describe(arn)) } }
      var whole = Part<[String: ExecutionDetail]>(value: [:])
      for try await (arn, run) in group {
        whole.value[arn] = run.value
        whole.notes += run.notes
      }
      return whole
    }
  }

  // MARK: Workflows

  /// The runs that ended badly in the window; the newest are read in full.
  func failedRuns(
    of machine: String?,
    _ statuses: [Execution.Status],
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let span = Explanation.Window(from: window.from + -1000, to: window.to + Self.lateness)
    let listed = try await withThrowingTaskGroup(of: Part<[Execution]>.self) { group in
      for status in statuses {
        group.addTask { try await part([]) { try await ended(machine, status, span) } }
      }
      var whole = Part<[Execution]>(value: [])
      for try await part in group {
        whole.value += part.value
        whole.notes += part.notes
      }
      return whole
    }
    let newest = listed.value.sorted {
      ($0.stoppedAt ?? $0.startedAt, $0.arn) > ($1.stoppedAt ?? $1.startedAt, $1.arn)
    }.prefix(Self.incidentLimit)
    let runs = try await describe(newest.prefix(Self.runLimit).map(\.arn))
    let incidents = newest.map { execution in
      guard let detail = runs.value[execution.arn] else {
        return Incident(execution: workflow.recall([execution]).first ?? execution)
      }
      return Incident(detail: detail, invocations: detail.failedInvocations)
    }
    return Part(value: incidents, notes: listed.notes + runs.notes)
  }

  /// The runs that ended so in the window, as far as three pages of the list reach.
  private func ended(
    _ machine: String?,
    _ status: Execution.Status,
    _ window: Explanation.Window
  ) async throws -> [Execution] {
    let own: String
    if let machine { own = machine } else { own = try await workflow.machineARN() }
    var found: [Execution] = []
    var pages = 0
    try await access.readPages(
      .states,
      "ListExecutions",
      [
        "stateMachineArn": .string(own), "statusFilter": .string(status.rawValue),
        "maxResults": 100,
      ],
      for: .init("list executions", own)
    ) { page in
      pages += 1
      let runs = (page["executions"]?.array ?? []).compactMap(Execution.init(listed:))
      found += runs.filter { window.contains($0.stoppedAt ?? $0.startedAt) }
      // Newest start first: a run may have been under way for long when it failed.
      let isPast = runs.last.map { $0.startedAt < window.from + -86_400_000 } ?? true
      return !isPast && pages < 3 && found.count < Self.incidentLimit
    }
    return found
  }

  // MARK: The API

  /// The requests that are meant, from the access log; where there is none, the invocations that
  /// failed and the lines that tell of a status of 500 or more.
  func apiIncidents(
    _ api: String,
    _ kind: AlarmTarget.RequestKind,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let searched = Explanation.Window(from: window.from + -1000, to: window.to + Self.lateness)
    let group = "/aws/apigateway/\(api)"
    do {
      let found = try await lines(
        LineSearch(group: group, pattern: Self.pattern(of: kind), window: searched)
      )
      var requests = found.value.compactMap(APIRequest.init)
      if kind == .slow {
        requests.sort { ($0.latencyMilliseconds ?? 0) > ($1.latencyMilliseconds ?? 0) }
      } else {
        requests.sort { ($0.at, $0.id) > ($1.at, $1.id) }
      }
      let incidents = requests.prefix(Self.incidentLimit).map { Incident(request: $0) }
      let note =
        kind == .slow ? ["the alarm is about time: the slowest requests of its window"] : []
      return Part(value: Array(incidents), notes: found.notes + note)
    } catch let failure as ServiceFailure {
      let names = try await part(BackendNames()) { try await logs.names() }
      let why =
        failure.kind == .notFound
        ? "there is no access log (\(group))" : "the access log cannot be read (\(failure.reason))"
      guard kind == .serverErrors else {
        return Part(value: [], notes: names.notes + ["\(why): single requests are not known"])
      }
      let shown = "the functions' errors and lines with a status of 500 or more are shown instead"
      let found = try await failedInvocations(
        names.value.apiFunctions.map { "/aws/lambda/\($0)" },
        window,
        patterns: [Self.errorPattern, "{ $.status >= 500 }"]
      )
      return Part(value: found.value, notes: names.notes + ["\(why): \(shown)"] + found.notes)
    }
  }

  private static func pattern(of kind: AlarmTarget.RequestKind) -> String {
    // The access log's format has the status as text; one of somebody's own may have a number.
    switch kind {
    case .serverErrors: #"{ ($.status = "5*") || ($.status >= 500) }"#
    case .clientErrors: #"{ ($.status = "4*") || ($.status >= 400 && $.status < 500) }"#
    case .slow: "{ $.responseLatency = * }"
    }
  }

  // MARK: Other metrics

  /// The lines that a metric filter makes the metric of; of any other metric nothing is known.
  func metricIncidents(
    _ namespace: String,
    _ name: String,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    if !namespace.hasPrefix("AWS/") {
      let filters = try await part(JSON.null) {
        try await access.read(
          .logs,
          "DescribeMetricFilters",
          ["metricName": .string(name), "metricNamespace": .string(namespace)],
          for: .init("find metric filter", name)
        )
      }
      let searches = (filters.value["metricFilters"]?.array ?? []).prefix(3).compactMap { filter in
        filter["logGroupName"]?.string.map { group in
          (group, filter["filterPattern"]?.string ?? "")
        }
      }
      if !searches.isEmpty {
        return try await matching(searches, name, window)
      }
    }
    let found = try await failedInvocations(try await functionGroups(), window)
    return Part(
      value: found.value,
      notes: [
        "nothing tells what \(namespace) \(name) is made of: the functions' errors of that time"
      ] + found.notes
    )
  }

  private func matching(
    _ filters: [(group: String, pattern: String)],
    _ name: String,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let searched = Explanation.Window(from: window.from, to: window.to + Self.lateness)
    let found = try await lines(
      filters.map { filter in
        LineSearch(
          group: filter.group,
          pattern: filter.pattern.isEmpty ? nil : filter.pattern,
          window: searched
        )
      }
    )
    let newest = Array(found.value.suffix(1000))
    let invocations = InvocationReader.invocations(in: newest)
      .sorted { $0.endedAt > $1.endedAt }.prefix(Self.incidentLimit)
    let incidents = try await incidents(of: Array(invocations))
    let note = "\(name) counts lines of \(filters.map(\.group).joined(separator: ", "))"
    return Part(value: incidents.value, notes: [note] + found.notes + incidents.notes)
  }
}

extension [LogEvent] {
  /// Each event once, oldest first.
  func uniqued() -> [LogEvent] {
    var seen: Set<String> = []
    return filter { seen.insert($0.id).inserted }.sorted()
  }
}

extension WorkflowService {
  /// The ARN of the backend's workflow.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func machineARN() async throws -> String { try await machine.arn(access) }
}

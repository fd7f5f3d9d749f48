internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From a function to its invocations that failed or took long, and the runs they were part of.
extension WhyService {
  /// The most invocations that failed whose lines are read; several may belong to one run.
  private static let readInvocations = 3 * incidentLimit
  /// The most streams that FilterLogEvents takes.
  private static let streamsAtOnce = 100

  /// What went wrong in a function, or in all of the backend's.
  func functionIncidents(
    _ name: String?,
    _ trouble: AlarmTarget.Trouble,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let groups: [String]
    if let name {
      groups = [BackendNames.logGroup(ofFunction: name)]
    } else {
      groups = try await functionGroups()
    }
    switch trouble {
    case .throttles: return try await throttled(name, window)
    case .duration: return try await slowInvocations(groups, window)
    case .errors, .other: return try await failedInvocations(groups, window)
    }
  }

  /// The runs that failed, and the requests to the API that were refused, for want of a function that
  /// was throttled; of any of the backend's where none is named.
  private func throttled(
    _ name: String?,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let names = try await part(BackendNames()) { try await logs.names() }
    let isAsked = name.map(names.value.apiFunctions.contains) ?? true
    let isCalled = name.map(names.value.workflowFunctions.contains) ?? true
    var found = Part<[Incident]>(value: [], notes: names.notes)
    if isCalled || !isAsked {
      let runs = try await throttledRuns(of: name, window)
      found.value += runs.value
      found.notes += runs.notes
      found.isCut = runs.isCut
    }
    if isAsked {
      let requests = try await unansweredRequests(to: name, names.value, window)
      found.value += requests.value
      found.notes += requests.notes
      found.isCut = found.isCut || requests.isCut
    }
    let note =
      "a throttled invocation never ran, and leaves no line: what failed for want of it"
    found.notes.append(note)
    return found
  }

  /// The failed runs in which a call of this function was throttled, or of any where none is named;
  /// only a run's history tells that, and those of the newest are read.
  private func throttledRuns(
    of name: String?,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let limit = Self.incidentLimit
    var runs = try await failedRuns(of: nil, [.failed, .timedOut], window, reading: limit)
    let (count, read) = (runs.value.count, runs.value.count { $0.detail != nil })
    runs.value = runs.value.filter { run in
      run.detail?.failedTries.contains { failed in
        failed.isThrottled && (name == nil || failed.function == nil || failed.function == name)
      } == true
    }
    if read < count {
      runs.isCut = true
      runs.notes.append("of \(count) runs that failed the histories of \(read) were read")
    }
    return runs
  }

  /// The groups of the backend's functions.
  func functionGroups() async throws -> [String] {
    try await logs.names().functions.map(BackendNames.logGroup(ofFunction:))
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
    let owners = try await owners(ofNameless: errors.value, searched)
    notes += owners.notes
    let named = InvocationReader.invocations(in: errors.value, owners: owners.value)
      .sorted { $0.endedAt > $1.endedAt }
    // What is no id of Lambda's would make the pattern too long.
    let ids = named.filter { $0.requestID.utf8.count <= 40 }.prefix(Self.readInvocations)
    guard !ids.isEmpty else {
      return Part(value: [], notes: notes, isCut: errors.isCut || owners.isCut)
    }
    // All lines of these requests: they tell the run, the customer and how long it took.
    let reach = Explanation.Window(from: searched.from + -Self.invocationReach, to: searched.to)
    let whole = try await lines(
      Dictionary(grouping: ids, by: \.group).sorted { $0.key < $1.key }.flatMap { group, own in
        stride(from: 0, to: own.count, by: Self.incidentLimit).map { start in
          let some = own[start..<min(own.count, start + Self.incidentLimit)]
          let pattern = Self.pattern(anyOf: some.map(\.requestID))
          return LineSearch(group: group, pattern: pattern, window: reach)
        }
      }
    )
    let wanted = Set(ids.map(\.requestID))
    let told = InvocationReader.invocations(
      in: (whole.value + errors.value).uniqued(),
      owners: owners.value
    )
    // What began after the window closed is another story.
    let failed = told.filter { invocation in
      wanted.contains(invocation.requestID) && invocation.isFailed
        && invocation.startedAt.map { $0 <= window.to } != false
    }
    let incidents = try await incidents(of: failed, limit: .max)
    return Part(
      value: incidents.value,
      notes: notes + whole.notes + incidents.notes,
      isCut: errors.isCut || owners.isCut || whole.isCut || named.count > ids.count
    )
  }

  /// The request ids of the lines that name none, such as an exception of Python's, by the lines' ids:
  /// each belongs to the invocation that started last in its stream.
  func owners(
    ofNameless events: [LogEvent],
    _ window: Explanation.Window
  ) async throws -> Part<[LogEvent.ID: String]> {
    let nameless = events.filter { LineTrail($0.message).requestID == nil }
    let groups = Dictionary(grouping: nameless, by: \.group)
    var owners = Part<[LogEvent.ID: String]>(value: [:])
    for (group, own) in groups.sorted(by: { $0.key < $1.key }) {
      let streams = own.reversed().map(\.stream).uniqued()
      let searched = Array(streams.prefix(Self.streamsAtOnce))
      let starts = try await lines([
        LineSearch(
          group: group,
          pattern: #""START RequestId""#,
          streams: searched,
          window: .init(from: window.from + -Self.invocationReach, to: window.to)
        )
      ])
      owners.notes += starts.notes
      owners.isCut = owners.isCut || starts.isCut || streams.count > searched.count
      var running: [String: String] = [:]
      var later = starts.value[...]
      for event in own {
        while let start = later.first, start.timestamp <= event.timestamp {
          running[start.stream] = LineTrail(start.message).requestID
          later.removeFirst()
        }
        // Beyond the last start that was read nobody knows which began last.
        if starts.isCut, later.isEmpty { break }
        owners.value[event.id] = running[event.stream]
      }
    }
    return owners
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
    return Part(
      value: slowest.map { Incident(invocations: [$0]) },
      notes: reports.notes + ["the alarm is about time: the slowest invocations of its window"],
      isCut: reports.isCut
    )
  }

  /// Puts invocations to the runs they were part of; those of no run stand alone, and so do those that
  /// started one, beside it.
  ///
  /// A run that is not read in full is told as it stands.
  ///
  /// - Parameters:
  ///   - invocations: the invocations.
  ///   - runs: ARNs of runs that are told, too, whether or not an invocation names them; the newest
  ///     first.
  ///   - limit: the most incidents.
  /// - Returns: the incidents, the newest first.
  /// - Throws: `CancellationError`.
  func incidents(
    of invocations: [Invocation],
    runs: [String] = [],
    limit: Int = incidentLimit
  ) async throws -> Part<[Incident]> {
    let newest = invocations.sorted { ($0.endedAt, $0.id) > ($1.endedAt, $1.id) }
    let told = Set(invocations.compactMap(\.ownRun))
    // None of the functions that such a run called wrote anything: mostly none could run.
    let silent = (runs + newest.compactMap(\.executionARN)).uniqued().filter { !told.contains($0) }
    let arns = silent + newest.compactMap(\.ownRun).uniqued()
    let read = try await describe(Array(arns.prefix(runLimit)))
    let unread = try await standings(Array(arns.dropFirst(runLimit)))
    let runsOwn = Dictionary(grouping: newest.reversed()) { $0.ownRun ?? $0.id }
    let incidents = newest.compactMap { invocation -> Incident? in
      guard let arn = invocation.ownRun, let own = runsOwn[arn] else {
        return Incident(invocations: [invocation])
      }
      guard own.last?.id == invocation.id else { return nil }
      if let run = read.value[arn] { return Incident(detail: run, invocations: own) }
      return Incident(execution: unread.value[arn], invocations: own)
    }
    let alone = silent.compactMap { arn -> Incident? in
      if let run = read.value[arn] {
        return Incident(detail: run, invocations: run.failedInvocations)
      }
      return unread.value[arn].map { Incident(execution: $0) }
    }
    return Part(
      value: (incidents + alone).merged(newestFirst: true, limit: limit),
      notes: read.notes + unread.notes
    )
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
}

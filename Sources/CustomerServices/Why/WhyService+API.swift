internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From an API to its requests that failed or took long.
extension WhyService {
  /// How long before its entry in the access log a request may have begun, in milliseconds.
  private static let answerReach: Int64 = 60_000
  /// The most requests of which it is looked up whether a function answered them.
  private static let mostLookedUp = 5 * incidentLimit

  /// The requests that are meant, from the access log; where there is none, the invocations that
  /// failed and the lines that tell of a status of 500 or more.
  func apiIncidents(
    _ api: String,
    _ kind: AlarmTarget.RequestKind,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let searched = Explanation.Window(from: window.from + -1000, to: window.to + Self.lateness)
    let group = BackendNames.logGroup(ofAPI: api)
    let search = LineSearch(group: group, pattern: Self.pattern(of: kind), window: searched)
    let found: Part<[LogEvent]>
    do {
      found = try await lines(search)
    } catch let failure as ServiceFailure {
      return try await invocations(instead: Self.noAccessLog(group, failure), kind, window)
    }
    var requests = found.value.compactMap(APIRequest.init)
    if kind == .slow {
      requests.sort { ($0.latencyMilliseconds ?? 0) > ($1.latencyMilliseconds ?? 0) }
    } else {
      requests.sort { ($0.at, $0.id) > ($1.at, $1.id) }
    }
    let told = requests.prefix(Self.incidentLimit)
    let incidents = try await answered(Array(told))
    let rest = requests.dropFirst(told.count).map { Incident(request: $0) }
    let note = kind == .slow ? ["the alarm is about time: the slowest requests of its window"] : []
    return Part(
      value: incidents.value + rest,
      notes: found.notes + note + incidents.notes,
      isCut: found.isCut
    )
  }

  /// The invocations that failed and the lines that tell of a status of 500 or more, where the requests
  /// are not known; nothing stands for requests of another kind.
  private func invocations(
    instead why: String,
    _ kind: AlarmTarget.RequestKind,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    guard kind == .serverErrors else {
      return Part(value: [], notes: ["\(why): single requests are not known"], isCut: true)
    }
    let names = try await part(BackendNames()) { try await logs.names() }
    let shown = "the functions' errors and lines with a status of 500 or more are shown instead"
    let found = try await failedInvocations(
      names.value.apiFunctions.map(BackendNames.logGroup(ofFunction:)),
      window,
      patterns: [Self.errorPattern, "{ $.status >= 500 }"]
    )
    return Part(
      value: found.value,
      notes: names.notes + ["\(why): \(shown)"] + found.notes,
      isCut: found.isCut
    )
  }

  /// The newest requests that failed and of which this function, which should have answered them, has
  /// no line; of any function where none is named.
  func unansweredRequests(
    to function: String?,
    _ names: BackendNames,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let searched = Explanation.Window(from: window.from + -1000, to: window.to + Self.lateness)
    let entries = try await accessLog(names.apiLogGroup, .serverErrors, searched)
    let failed = entries.value.filter { request in
      let own = names.function(answering: request)
      return own != nil && (function == nil || own == function)
    }
    let newest = failed.sorted { ($0.at, $0.id) > ($1.at, $1.id) }
    var unanswered = Part<[Incident]>(value: [], notes: entries.notes, isCut: entries.isCut)
    var left = newest.prefix(Self.mostLookedUp)
    if newest.count > left.count {
      unanswered.isCut = true
      unanswered.notes.append(
        "of \(newest.count) requests that failed the newest \(left.count) were looked up"
      )
    }
    while !left.isEmpty, unanswered.value.count < Self.incidentLimit {
      let some = try await answered(Array(left.prefix(Self.incidentLimit)))
      left = left.dropFirst(Self.incidentLimit)
      unanswered.value += some.value.filter(\.isUnanswered)
      for note in some.notes where !unanswered.notes.contains(note) {
        unanswered.notes.append(note)
      }
      unanswered.isCut = unanswered.isCut || some.isCut
    }
    unanswered.isCut = unanswered.isCut || !left.isEmpty
    return unanswered
  }

  /// Requests of a kind, oldest first; where there is no access log, or it cannot be read, that is a
  /// note.
  private func accessLog(
    _ group: String,
    _ kind: AlarmTarget.RequestKind,
    _ window: Explanation.Window
  ) async throws -> Part<[APIRequest]> {
    do {
      let search = LineSearch(group: group, pattern: Self.pattern(of: kind), window: window)
      let found = try await lines(search)
      return Part(
        value: found.value.compactMap(APIRequest.init),
        notes: found.notes,
        isCut: found.isCut
      )
    } catch let failure as ServiceFailure {
      let note = "\(Self.noAccessLog(group, failure)): single requests are not known"
      return Part(value: [], notes: [note], isCut: true)
    }
  }

  private static func noAccessLog(_ group: String, _ failure: ServiceFailure) -> String {
    failure.kind == .notFound
      ? "there is no access log (\(group))" : "the access log cannot be read (\(failure.reason))"
  }

  /// Requests with the invocations that answered them, which tell the error and the customer, and
  /// whether it is known that none did.
  ///
  /// - Parameter requests: no more than are told, since a pattern names them.
  /// - Returns: the same requests, in the same order.
  /// - Throws: `CancellationError`.
  func answered(_ requests: [APIRequest]) async throws -> Part<[Incident]> {
    let names = try await part(BackendNames()) { try await logs.names() }
    var found = Part<[Incident]>(value: [], notes: names.notes, isCut: names.isCut)
    var sought: [String: [APIRequest]] = [:]
    for request in requests {
      guard Self.lookUpID(of: request).utf8.count <= 40,
        let function = names.value.function(answering: request)
      else { continue }
      sought[BackendNames.logGroup(ofFunction: function), default: []].append(request)
    }
    let parts = try await withThrowingTaskGroup(of: Part<[Incident]>.self) { [sought] tasks in
      for (group, own) in sought { tasks.addTask { try await answered(own, by: group) } }
      var parts: [Part<[Incident]>] = []
      for try await part in tasks { parts.append(part) }
      return parts
    }
    found.notes += parts.flatMap(\.notes).sorted()
    found.isCut = found.isCut || parts.contains(where: \.isCut)
    let answers = Dictionary(parts.flatMap(\.value).map { ($0.id, $0) }) { first, _ in first }
    found.value = requests.map { answers[$0.id] ?? Incident(request: $0) }
    return found
  }

  /// The same of requests that one function should have answered, by its group.
  private func answered(_ requests: [APIRequest], by group: String) async throws -> Part<[Incident]>
  {
    let times = requests.map(\.at)
    guard let first = times.min(), let last = times.max() else { return Part(value: []) }
    let lines = try await lines([
      LineSearch(
        group: group,
        pattern: Self.pattern(anyOf: requests.map(Self.lookUpID)),
        window: .init(from: first + -Self.answerReach, to: last + Self.lateness)
      )
    ])
    let invocations = InvocationReader.invocations(in: lines.value)
    let incidents = requests.map { request in
      let answer = invocations.last {
        $0.requestID == request.invocationID || $0.apiRequestID == request.id
      }
      return Incident(
        invocations: answer.map { [$0] } ?? [],
        request: request,
        isUnanswered: answer == nil && !lines.isCut
      )
    }
    return Part(value: incidents, notes: lines.notes, isCut: lines.isCut)
  }

  /// The id by which the lines of the invocation that answered a request are found: its own, else the
  /// request's, which the backend's functions write.
  private static func lookUpID(of request: APIRequest) -> String {
    request.invocationID ?? request.id
  }

  private static func pattern(of kind: AlarmTarget.RequestKind) -> String {
    // The access log's format has the status as text; one of somebody's own may have a number.
    switch kind {
    case .serverErrors: #"{ ($.status = "5*") || ($.status >= 500) }"#
    case .clientErrors: #"{ ($.status = "4*") || ($.status >= 400 && $.status < 500) }"#
    case .slow: "{ $.responseLatency = * }"
    }
  }
}

internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From an API to its requests that failed or took long.
extension WhyService {
  /// How long before its entry in the access log a request may have begun, in milliseconds.
  private static let answerReach: Int64 = 60_000

  /// The requests that are meant, from the access log; where there is none, the invocations that
  /// failed and the lines that tell of a status of 500 or more.
  func apiIncidents(
    _ api: String,
    _ kind: AlarmTarget.RequestKind,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let searched = Explanation.Window(from: window.from + -1000, to: window.to + Self.lateness)
    let group = BackendNames.logGroup(ofAPI: api)
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
      let told = requests.prefix(Self.incidentLimit)
      let incidents = try await answered(Array(told), searched)
      let rest = requests.dropFirst(told.count).map { Incident(request: $0) }
      let note =
        kind == .slow ? ["the alarm is about time: the slowest requests of its window"] : []
      return Part(
        value: incidents.value + rest,
        notes: found.notes + note + incidents.notes,
        isCut: found.isCut
      )
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
  }

  /// The newest requests that failed and that no function is known to have answered, though this one
  /// should have, or any where none is named; none where there is no access log.
  func unansweredRequests(
    to function: String?,
    _ names: BackendNames,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let searched = Explanation.Window(from: window.from + -1000, to: window.to + Self.lateness)
    let pattern = Self.pattern(of: .serverErrors)
    let found = try await lines([
      LineSearch(group: names.apiLogGroup, pattern: pattern, window: searched)
    ])
    let failed = found.value.compactMap(APIRequest.init).filter { request in
      guard let function else { return true }
      return names.function(answering: request) == function
    }
    let newest = failed.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(Self.incidentLimit)
    let incidents = try await answered(Array(newest), searched)
    return Part(
      value: incidents.value.filter(\.invocations.isEmpty),
      notes: found.notes + incidents.notes,
      isCut: found.isCut || failed.count > newest.count
    )
  }

  /// Requests with the invocations that answered them, which tell the error and the customer.
  private func answered(
    _ requests: [APIRequest],
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let names = try await part(BackendNames()) { try await logs.names() }
    var ids: [String: [String]] = [:]
    for request in requests {
      guard let id = request.invocationID, id.utf8.count <= 40,
        let function = names.value.function(answering: request)
      else { continue }
      ids[BackendNames.logGroup(ofFunction: function), default: []].append(id)
    }
    let found = try await lines(
      ids.sorted { $0.key < $1.key }.map { group, ids in
        LineSearch(
          group: group,
          pattern: Self.pattern(anyOf: ids),
          window: .init(from: window.from + -Self.answerReach, to: window.to)
        )
      }
    )
    let invocations = Dictionary(
      InvocationReader.invocations(in: found.value).map { ($0.requestID, $0) }
    ) { first, _ in first }
    let incidents = requests.map { request in
      let own = request.invocationID.flatMap { invocations[$0] }
      return Incident(invocations: own.map { [$0] } ?? [], request: request)
    }
    return Part(value: incidents, notes: names.notes + found.notes)
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

internal import CustomerDomain

extension [Incident] {
  /// The same incident from several sources once, and no more than are told.
  ///
  /// A request to the API and the invocation that answered it are one incident.
  ///
  /// - Parameters:
  ///   - newestFirst: whether they are put in order of time; otherwise they stay as they are.
  ///   - limit: the most that are told.
  /// - Returns: the incidents, each once.
  func merged(newestFirst: Bool, limit: Int = WhyService.incidentLimit) -> [Incident] {
    var seen: Set<String> = []
    var answers: [String: Invocation] = [:]
    for incident in self where incident.request == nil && incident.execution == nil {
      guard let invocation = incident.invocations.last else { continue }
      answers[invocation.requestID] = invocation
      if let id = invocation.apiRequestID { answers[id] = invocation }
    }
    var merged: [Incident] = []
    var taken: Set<String> = []
    for incident in self where incident.request != nil {
      guard let request = incident.request, seen.insert(incident.id).inserted else { continue }
      var incident = incident
      let answer = request.invocationID.flatMap { answers[$0] } ?? answers[request.id]
      if let answer {
        taken.insert(answer.requestID)
        if incident.invocations.isEmpty { incident.invocations = [answer] }
      }
      taken.formUnion(incident.invocations.map(\.requestID))
      merged.append(incident)
    }
    let requests = Dictionary(merged.map { ($0.id, $0) }) { first, _ in first }
    seen = []
    let unique = compactMap { incident -> Incident? in
      guard seen.insert(incident.id).inserted else { return nil }
      if incident.request != nil { return requests[incident.id] }
      let isAnswer = incident.execution == nil && incident.invocations.count == 1
      if isAnswer, let id = incident.invocations.last?.requestID, taken.contains(id) { return nil }
      return incident
    }
    let ordered = newestFirst ? unique.sorted { ($0.at, $0.id) > ($1.at, $1.id) } : unique
    return Array<Incident>(ordered.prefix(limit))
  }
}

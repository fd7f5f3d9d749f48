package import AWSWire
package import CustomerDomain
internal import JSONValue

/// What failed, in words; the same on the screen and in the commands' text.
package enum IncidentWords {
  /// What stands over the list, such as `failed in this window: 1 run, 4 invocations`.
  package static func heading(of explanation: Explanation) -> String {
    let counts = counts(explanation)
    let isLeast = explanation.found?.isLeast == true
    var words = (isLeast ? "at least " : "") + counts.joined(separator: ", ")
    if counts.isEmpty { words = isLeast ? "nothing in what was searched" : "nothing" }
    if explanation.found?.counts != nil {
      words += ", the \(explanation.told.rawValue) \(explanation.incidents.count) shown"
    }
    switch explanation.subject {
    // What is slow did not fail; the first are both.
    case .alarm where explanation.told != .newest: return "in this window: \(words)"
    case .alarm: return "failed in this window: \(words)"
    case .customer: return "about this customer: \(words)"
    case .execution, .request: return words
    }
  }

  /// How something stands and since when, such as `in alarm for 40 s`.
  package static func standing(_ word: String, since: Instant, now: Instant) -> String {
    let age = Age.event.text(since, now: now)
    return age == Age.event.text(now, now: now) ? "\(word) just now" : "\(word) for \(age)"
  }

  /// Why an alarm stands as it does; what became of a run or a request.
  static func reason(of explanation: Explanation) -> String {
    if let alarm = explanation.alarm { return AlarmWords.reason(of: alarm) }
    guard let incident = explanation.incidents.first else { return "" }
    let took = took(incident)
    if case .customer = explanation.subject {
      let order = incident.isFailed ? "what failed first" : "the newest first"
      let least = explanation.found?.isLeast == true ? "at least " : ""
      return "\(least)\(counts(explanation).joined(separator: ", ")), \(order)"
    }
    if let execution = incident.execution {
      return ["run \(execution.name) \(execution.status.word)", took].compactMap(\.self)
        .joined(separator: " after ")
    }
    if let request = incident.request {
      return ["\(request.method) \(request.path) answered \(request.status)", took].compactMap(
        \.self
      )
      .joined(separator: " after ")
    }
    guard let invocation = incident.telling else { return "" }
    let word =
      invocation.outcome == .timedOut ? "timed out" : invocation.isFailed ? "failed" : "ended"
    return ["\(invocation.function) \(word)", took].compactMap(\.self).joined(separator: " after ")
  }

  /// How many runs, requests and invocations were found, each in words, whether or not all of them
  /// are told.
  static func counts(_ explanation: Explanation) -> [String] {
    let counts =
      explanation.found?.counts ?? IncidentCounts(explanation.incidents, of: explanation.subject)
    func words(_ count: Int, _ noun: String) -> String? {
      count == 0 ? nil : "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
    return [
      words(counts.runs, "run"), words(counts.requests, "request"),
      words(counts.invocations, "invocation"),
    ].compactMap(\.self)
  }

  /// What it is called: a run's or a request's name, as it can be asked for.
  package static func name(of incident: Incident) -> String {
    incident.execution?.name ?? incident.request?.id ?? incident.invocations.last?.requestID ?? ""
  }

  /// Where it failed: a state, a function, or what was asked of the API.
  package static func place(of incident: Incident) -> String {
    if let execution = incident.execution {
      return incident.failingState?.name ?? execution.stateName ?? execution.status.rawValue
    }
    if let request = incident.request {
      return "\(request.method) \(request.path) \(request.status)"
    }
    return incident.invocations.last?.function ?? ""
  }

  /// The error and what is said of it, in one line.
  package static func error(of incident: Incident) -> String {
    let cause = incident.cause.map(message)
    return [incident.error ?? outcome(of: incident), cause].compactMap(\.self)
      .filter { !$0.isEmpty }.joined(separator: ": ")
  }

  /// How long it took, where that is known.
  package static func took(_ incident: Incident) -> String? {
    if let execution = incident.execution {
      return execution.durationMilliseconds.map(Took.text)
    }
    if let latency = incident.request?.latencyMilliseconds { return Took.latency(Double(latency)) }
    return incident.invocations.last?.durationMilliseconds.map(Took.latency)
  }

  private static func outcome(of incident: Incident) -> String? {
    if let execution = incident.execution {
      return execution.status == .succeeded ? nil : execution.status.rawValue
    }
    guard let invocation = incident.invocations.last else { return nil }
    if let status = invocation.status, incident.request == nil { return "status \(status)" }
    return invocation.outcome == .timedOut ? "timed out" : nil
  }

  /// What a cause says: the message in the document that Lambda's runtimes make of an error.
  static func message(_ cause: String) -> String {
    guard cause.utf8.first == UInt8(ascii: "{"), let document = try? JSON(parsing: cause),
      let message = document["errorMessage"]?.string
    else { return cause }
    return message
  }
}

internal import AWSClient
package import AWSWire
package import CustomerDomain
internal import JSONValue

/// Finds out why something is as it is: from an alarm, a run, a request or a customer to what failed
/// and to the lines of exactly that request.
///
/// This folder knows which calls lead from one to the other. It must not know how what it finds
/// looks. Its calls are bounded, and those whose limit a whole account shares wait for their turn;
/// those that do not need each other are made at once, and one that fails is told in a note and does
/// not end the rest.
package struct WhyService: Sendable {
  /// Makes the calls.
  let access: ServiceAccess
  /// Describes runs.
  let workflow: WorkflowService
  /// Knows the log groups, and the service's clock.
  let logs: LogService
  /// Reads the points of metrics.
  let alarms: AlarmService
  /// The most runs that are read in full for one explanation.
  var runLimit = promptRuns

  /// The most incidents that are told.
  static let incidentLimit = 20
  /// The most runs that are read in full for one explanation, two calls each, where the others can
  /// be read once they are selected.
  static let promptRuns = 6

  /// Whether all runs that are told are read in full.
  private var readsAllRuns: Bool { runLimit >= WhyService.incidentLimit }

  /// Makes a service of those it asks.
  ///
  /// - Parameters:
  ///   - caller: makes its own calls, as often as is allowed.
  ///   - workflow: describes runs.
  ///   - logs: knows the log groups.
  ///   - alarms: reads metrics.
  package init(
    caller: any AWSCaller,
    workflow: WorkflowService,
    logs: LogService,
    alarms: AlarmService
  ) {
    access = ServiceAccess(caller: caller, mode: .readOnly)
    self.workflow = workflow
    self.logs = logs
    self.alarms = alarms
  }

  /// Explains something.
  ///
  /// - Throws: `ServiceFailure`, of the kind `notFound` where there is no such thing;
  ///   `CancellationError`.
  package func explain(_ subject: Explanation.Subject) async throws -> Explanation {
    var explanation: Explanation
    switch subject {
    case .alarm(let name): explanation = try await explainAlarm(name)
    case .execution(let reference): explanation = try await explainExecution(reference)
    case .request(let id, let near, let group):
      explanation = try await explainRequest(id, near: near, group: group)
    case .customer(let id): explanation = try await explainCustomer(id)
    }
    if readsAllRuns { try await readRuns(of: &explanation) }
    if explanation.trace == nil, let first = explanation.incidents.first {
      explanation.trace = try await trace(first)
    }
    if let trace = explanation.trace { explanation.complete(by: trace) }
    return explanation
  }

  /// Explains whatever a text names: an alarm or a run by name or ARN, a request or a customer by id.
  ///
  /// Who asks so gets one answer: all runs that are told are read in full.
  ///
  /// - Throws: `ServiceFailure`, of the kind `notFound` where there is nothing of that name;
  ///   `CancellationError`.
  package func explain(anything reference: String) async throws -> Explanation {
    var service = self
    service.runLimit = Self.incidentLimit
    return try await service.whole(of: reference)
  }

  private func whole(of reference: String) async throws -> Explanation {
    if reference.hasPrefix("arn:") {
      let kinds = reference.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false)
      if kinds.count > 6, kinds[5] == "alarm" {
        return try await explain(.alarm(name: String(kinds[6])))
      }
      return try await explain(.execution(reference))
    }
    async let alarm = found { try await explain(.alarm(name: reference)) }
    async let begun = found {
      WhyService.mayNameRun(reference) ? try await explain(.execution(reference)) : nil
    }
    if let explanation = try await alarm { return explanation }
    let run = try await begun
    // Whose name only begins so may be meant where nothing else is called so.
    if let run, run.incidents.first?.execution?.name == reference { return run }
    if LineTrail.isUUID(reference),
      let explanation = try await found({ try await explain(.request(id: reference, near: nil)) })
    {
      return explanation
    }
    if let explanation = try await found({ try await explain(.customer(id: reference)) }) {
      return explanation
    }
    if let run { return run }
    throw ServiceFailure(
      kind: .notFound,
      action: "explain",
      resource: reference,
      reason:
        "there is no alarm or run of that name, and in the backend's log groups no line of the last two "
        + "weeks names such a request or customer",
      advice: "check the name and the region"
    )
  }

  /// Reads those of the told runs in full that were not yet.
  private func readRuns(of explanation: inout Explanation) async throws {
    let unread = explanation.incidents.filter { $0.detail == nil }.compactMap(\.execution?.arn)
    let read = try await describe(unread)
    explanation.notes += read.notes
    for (index, incident) in explanation.incidents.enumerated() {
      guard let detail = incident.execution.flatMap({ read.value[$0.arn] }) else { continue }
      let own = incident.invocations.isEmpty ? detail.failedInvocations : incident.invocations
      explanation.incidents[index] = Incident(detail: detail, invocations: own)
    }
  }

  /// Whether a text may be a run's name or how one begins: names given by the service are UUIDs.
  private static func mayNameRun(_ text: String) -> Bool {
    (4...80).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "_")
      }
  }

  /// What `work` finds; `nil` where there is no such thing.
  private func found(_ work: () async throws -> Explanation?) async throws -> Explanation? {
    do {
      return try await work()
    } catch let failure as ServiceFailure where [.notFound, .invalidInput].contains(failure.kind) {
      return nil
    }
  }
}

extension Explanation {
  /// Puts what the trace tells of the first incident into it.
  fileprivate mutating func complete(by trace: Trace) {
    guard let index = incidents.firstIndex(where: { $0.id == trace.incidentID }) else { return }
    let incident = incidents[index]
    if incident.execution != nil, let detail = trace.detail {
      incidents[index].detail = detail
      incidents[index].execution = detail.execution
      if incident.invocations.isEmpty { incidents[index].invocations = detail.failedInvocations }
    } else if incident.execution == nil, let invocation = trace.invocation {
      incidents[index].invocations = [invocation]
    }
  }
}

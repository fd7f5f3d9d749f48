package import AWSWire

/// One thing that failed or is looked at: a run with its invocations, an invocation that belongs to
/// no run, or a request to the API.
package struct Incident: Hashable, Sendable, Identifiable, Codable {
  /// The run; `nil` where it is none.
  package var execution: Execution?
  /// The run in full, where it was read.
  package var detail: ExecutionDetail?
  /// The invocations, oldest first; of a run those that failed.
  package var invocations: [Invocation]
  /// The request to the API; `nil` where it is none.
  package var request: APIRequest?
  /// Whether the function that should have answered the request is known to have no line of it.
  package var isUnanswered: Bool

  /// Makes an incident.
  package init(
    execution: Execution? = nil,
    detail: ExecutionDetail? = nil,
    invocations: [Invocation] = [],
    request: APIRequest? = nil,
    isUnanswered: Bool = false
  ) {
    self.execution = execution ?? detail?.execution
    self.detail = detail
    self.invocations = invocations
    self.request = request
    self.isUnanswered = isUnanswered
  }

  /// The run's ARN, else the id of the request or the invocation.
  package var id: String {
    execution?.arn ?? request?.id ?? invocations.last?.requestID ?? ""
  }

  /// When it happened; of a run when it ended.
  package var at: Instant {
    if let execution { return execution.stoppedAt ?? execution.startedAt }
    return request?.at ?? invocations.last?.endedAt ?? Instant(milliseconds: 0)
  }

  /// Whether it failed: a run that did not succeed, an answer that is the server's fault, an invocation
  /// that failed.
  package var isFailed: Bool {
    if let execution { return [.failed, .timedOut, .aborted].contains(execution.status) }
    return request.map { $0.status >= 500 } ?? invocations.contains(where: \.isFailed)
  }

  /// The state that failed, where it is a run that was read.
  package var failingState: StateRun? { detail?.failingState }

  /// The id of the customer it is about, where that is known.
  package var customerID: String? {
    detail?.execution.customerID ?? execution?.customerID
      ?? invocations.lazy.compactMap(\.customerID).last ?? request?.customerID
  }

  /// The error's name, where it is known.
  package var error: String? {
    failingState?.error ?? detail?.error ?? invocations.lazy.compactMap(\.error).last
      ?? lonely.flatMap { $0.error ?? ($0.status < 500 ? nil : "status \($0.status)") }
  }

  /// What went wrong in the words of whoever says so: a run's cause, a line's message.
  package var cause: String? {
    failingState?.cause ?? detail?.cause ?? invocations.lazy.compactMap(\.message).last
      ?? lonely.flatMap { request in
        switch request.status {
        case ..<500: nil
        case 504: "no function answered it in time"
        default:
          isUnanswered
            ? "no function answered it: the one that should may have been throttled" : nil
        }
      }
  }

  /// The request, where no invocation is known to have answered it.
  private var lonely: APIRequest? { invocations.isEmpty ? request : nil }

  /// The invocation whose lines tell most: the last one that failed, else the last one.
  package var telling: Invocation? { invocations.last(where: \.isFailed) ?? invocations.last }

  /// The request id of the invocation whose lines tell most.
  package var requestID: String? {
    failingState?.requestID ?? telling?.requestID ?? request?.invocationID
  }
}

extension ExecutionDetail {
  /// The state of which a try made that request; `nil` where none is known to.
  package func state(asking requestID: String) -> StateRun? {
    states.last { state in
      state.requestID == requestID || state.attempts.contains { $0.requestID == requestID }
    }
  }

  /// The state that failed last and was not caught; `nil` where none did.
  package var failingState: StateRun? {
    // What a Parallel or Map got over, by a catcher or another try, did not end the run.
    var overcome: Set<Int> = []
    var candidates: [StateRun] = []
    for state in states {
      let isInside = state.parent.map(overcome.contains) ?? false
      if isInside || [.succeeded, .caught].contains(state.status) {
        overcome.insert(state.enteredBy)
      } else if state.status != .running {
        candidates.append(state)
      }
    }
    return candidates.last { $0.status != .aborted && $0.error != nil } ?? candidates.last
  }
}

/// Where a process stands in its conversation with the Runtime API: what it may ask next.
///
/// This folder runs uploaded code as processes: it starts them, speaks Lambda's Runtime API to them,
/// collects what they print and ends them. It knows neither zip files nor what the functions do.
struct RuntimeSession: Hashable, Sendable {
  /// The stations of the conversation.
  enum Phase: Hashable, Sendable {
    /// It was started and has asked for nothing yet.
    case starting
    /// It waits for an invocation.
    case waiting
    /// It runs the invocation with this request id.
    case running(String)
    /// It has answered and not yet asked for the next invocation.
    case answered
    /// It has said that it cannot start, or has ended.
    case over
  }

  /// What a request comes to.
  enum Verdict: Hashable, Sendable {
    /// It is answered when there is an invocation.
    case held
    /// It is taken.
    case taken
    /// It is refused.
    case refused(status: Int, type: String, message: String)
  }

  /// The station at hand.
  private(set) var phase = Phase.starting

  /// The process asks for an invocation; asking again takes the place of asking before.
  mutating func asksForNext() -> Verdict {
    switch phase {
    case .starting, .waiting, .answered:
      phase = .waiting
      return .held
    case .running, .over: return RuntimeSession.wrongTime
    }
  }

  /// An invocation is there for the process; whether it can be handed over.
  mutating func handsOver(_ requestID: String) -> Bool {
    guard phase == .waiting else { return false }
    phase = .running(requestID)
    return true
  }

  /// The process says what came of an invocation.
  mutating func tellsResult(of requestID: String) -> Verdict {
    guard case .running(let current) = phase else { return RuntimeSession.wrongTime }
    guard current == requestID else {
      return .refused(status: 400, type: "InvalidRequestID", message: "Invalid request ID")
    }
    phase = .answered
    return .taken
  }

  /// The process says that it cannot start.
  mutating func tellsFailedStart() -> Verdict {
    guard phase == .starting else { return RuntimeSession.wrongTime }
    phase = .over
    return .taken
  }

  /// The process has ended.
  mutating func ends() { phase = .over }

  private static let wrongTime = Verdict.refused(
    status: 403,
    type: "InvalidStateTransition",
    message: "Transition from the state that the runtime is in is not allowed"
  )
}

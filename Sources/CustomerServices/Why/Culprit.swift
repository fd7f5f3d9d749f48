internal import CustomerDomain

/// What a run failed by, and which of its requests tells of that, if any; a pure function of its
/// history.
///
/// A request that went well in an earlier state is not why a later one failed.
struct Culprit: Hashable, Sendable {
  /// The state whose work failed: the one that the run failed in, or the one whose failure led
  /// there.
  let state: StateRun
  /// The request whose lines tell most; `nil` where none belongs to the failure.
  let requestID: String?
  /// The invocation that failed, where the history names it.
  let invocation: Invocation?
  /// The function that the state called; `nil` where it calls none.
  let function: String?
  /// What the lines are not, or why there are none, in one sentence; `nil` where they need no word.
  let note: String?

  /// Finds what a run failed by; `nil` where no state of it failed.
  init?(_ detail: ExecutionDetail) {
    guard let failing = detail.failingState else { return nil }
    let state = Culprit.origin(of: failing, in: detail)
    let tries = detail.failedTries.filter { $0.enteredBy == state.enteredBy }
    let named = tries.last { $0.invocation != nil }
    // What came back well may be what could not be used.
    let own = state.attempts.last?.requestID
    let isGood = own != nil && own != named?.invocation?.requestID
    self.state = state
    invocation = isGood ? nil : named?.invocation
    requestID = own ?? named?.invocation?.requestID
    function = detail.function(of: state)
    let isThrottled =
      tries.last.map(\.isThrottled) ?? FailedTry.isThrottle(state.error ?? "")
    if requestID == nil {
      note = Culprit.noLines(of: state, calling: function, isThrottled: isThrottled)
    } else if isGood {
      note = "the request of \(state.name) went well by itself: what failed came after it"
    } else if tries.last?.invocation == nil {
      let call = function.map { ", an invocation of \($0)," } ?? ""
      let how = isThrottled ? "was throttled and never ran" : "names no invocation"
      note =
        "the last try of \(state.name)\(isThrottled ? call : "") \(how): the lines are those of an earlier one"
    } else {
      note = nil
    }
  }

  /// The task whose failure led to the state that the run failed in; that state itself where none
  /// did.
  ///
  /// It is the last one inside of it, or else the nearest before it, that did not end well.
  private static func origin(of failing: StateRun, in detail: ExecutionDetail) -> StateRun {
    guard failing.type != "Task" else { return failing }
    var inside: Set = [failing.enteredBy]
    let inner = detail.states.filter { state in
      guard state.parent.map(inside.contains) == true else { return false }
      inside.insert(state.enteredBy)
      return state.type == "Task" && [.failed, .timedOut].contains(state.status)
    }
    if let last = inner.last { return last }
    let owners = detail.owners
    let previous = Dictionary(detail.events.map { ($0.number, $0.previousNumber) }) { $1 }
    let states = Dictionary(detail.states.map { ($0.enteredBy, $0) }) { $1 }
    var number = previous[failing.enteredBy] ?? 0
    while number > 0 {
      if let state = owners[number].flatMap({ states[$0] }), state.type == "Task",
        [.caught, .failed, .timedOut].contains(state.status)
      {
        return state
      }
      // Events lead back to earlier ones only.
      guard let before = previous[number], before < number else { break }
      number = before
    }
    return failing
  }

  private static func noLines(
    of state: StateRun,
    calling function: String?,
    isThrottled: Bool
  ) -> String {
    if isThrottled {
      let call = function.map { "its invocation of \($0)" } ?? "its invocation"
      return "\(state.name) was throttled: \(call) never ran, and has no lines"
    }
    guard ["Task", "Parallel", "Map"].contains(state.type) else {
      return "\(state.name) (\(state.type)) calls no function, and none that failed led there: "
        + "there are no lines to show"
    }
    return "\(state.name) names no invocation: there are no lines to show"
  }
}

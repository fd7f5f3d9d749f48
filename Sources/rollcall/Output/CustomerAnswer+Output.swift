internal import CustomerDomain
internal import JSONValue
internal import Terminal

extension CustomerAnswer {
  /// What is said of a failure, and of a look-up after one whose outcome was open; `nil` where there
  /// was none.
  func error(settledBy settled: CustomerAnswer?) -> String? {
    switch outcome {
    case .failed(let failure): return failure.description
    case .unknown(let failure):
      let truth = settled?.existsNow.map { $0 ? "it now exists" : "it is now absent" }
      return "\(failure); \(truth ?? ServiceFailure.openOutcome)"
    default: return nil
    }
  }

  /// The answer as `get`, `put` and `delete` print it; `error` is what is said of a failure.
  func json(error: String?) -> JSON {
    if let error { return ["id": .string(id), "error": .string(error)] }
    return switch action {
    case .lookUp: ["id": .string(id), "exists": .bool(outcome == .exists)]
    case .insert: ["id": .string(id), "created": .bool(outcome == .created)]
    case .delete: ["id": .string(id), "deleted": .bool(outcome == .deleted)]
    }
  }

  /// The answer as people read it: how long nothing took that was not sent, they need not know.
  var line: SafeText {
    let start: SafeText = "\(id.spelledOut)  \(outcome)"
    if case .failed(let failure) = outcome, failure.isUnsent { return start }
    return "\(start)  \(Words.duration(milliseconds: latencyMilliseconds))"
  }

  /// How a command that got this answer ends.
  var status: ExitStatus {
    switch outcome {
    case .exists, .created, .deleted: .done
    case .absent, .alreadyExisted, .wasAbsent: .negative
    case .unknown(let failure), .failed(let failure): ExitStatus(failure.kind)
    }
  }
}

internal import CustomerDomain
internal import JSONValue

extension CustomerAnswer {
  /// The answer as `get`, `put` and `delete` print it.
  var json: JSON {
    switch outcome {
    case .failed(let failure):
      ["id": .string(id), "error": .string(failure.description)]
    case .unknown(let failure):
      ["id": .string(id), "error": .string("\(failure); \(ServiceFailure.openOutcome)")]
    default:
      switch action {
      case .lookUp: ["id": .string(id), "exists": .bool(outcome == .exists)]
      case .insert: ["id": .string(id), "created": .bool(outcome == .created)]
      case .delete: ["id": .string(id), "deleted": .bool(outcome == .deleted)]
      }
    }
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

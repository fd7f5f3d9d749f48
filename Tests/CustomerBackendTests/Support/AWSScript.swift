import AWSWire
import JSONValue
import Synchronization
import Testing

/// AWS as a script of answers in order; a call that the script does not expect fails the test.
final class AWSScript: AWSCaller {
  /// A call that is expected, and what comes of it.
  struct Step: Sendable {
    let operation: String
    let outcome: Result<JSON, any Error>

    /// The operation, such as `dynamodb GetItem`, answers.
    static func answers(_ operation: String, _ output: JSON = [:]) -> Step {
      Step(operation: operation, outcome: .success(output))
    }

    /// The operation is refused with an error of the service's own.
    static func refuses(_ operation: String, _ code: String, _ message: String = "no") -> Step {
      fails(operation, AWSError(kind: .service, code: code, message: message, status: 400))
    }

    /// The operation fails.
    static func fails(_ operation: String, _ error: any Error) -> Step {
      Step(operation: operation, outcome: .failure(error))
    }
  }

  private let steps: [Step]
  private let made = Mutex<[AWSCall]>([])

  init(_ steps: [Step]) { self.steps = steps }

  /// The calls that were made, in order.
  var calls: [AWSCall] { made.withLock { $0 } }

  func call(_ call: AWSCall) async throws -> JSON {
    let index = made.withLock { calls in
      calls.append(call)
      return calls.count - 1
    }
    let name = "\(call.service.signingName) \(call.operation)"
    guard steps.indices.contains(index), steps[index].operation == name else {
      let expected = steps.indices.contains(index) ? steps[index].operation : "no call"
      Issue.record("expected \(expected), but \(name) was called with \(call.input.text())")
      throw AWSError(kind: .service, code: "Unexpected", message: name)
    }
    return try steps[index].outcome.get()
  }
}

extension AWSScript.Step: CustomTestStringConvertible {
  /// The operation and what comes of it.
  var testDescription: String { "\(operation) \(outcome)" }
}

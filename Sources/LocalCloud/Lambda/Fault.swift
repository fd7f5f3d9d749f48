package import AWSWire
package import JSONValue

/// A failure that somebody asked for, to see what follows from it.
package struct Fault: Hashable, Sendable {
  /// How invocations fail.
  package enum Kind: Hashable, Sendable {
    /// The code throws `InjectedFault` after it has logged what it received.
    case error
    /// The invocation is refused with `TooManyRequestsException`.
    case throttle
    /// The invocation takes until its deadline.
    case timeout
    /// The invocation takes this many milliseconds longer.
    case delay(milliseconds: Int)
  }

  /// The function concerned.
  package var function: String
  /// How invocations fail.
  package var kind: Kind
  /// Which part of the invocations is hit, 0 to 1.
  package var rate: Double
  /// When it ends; `nil` where it stays until it is cleared.
  package var until: Instant?

  /// Makes a fault.
  package init(function: String, kind: Kind, rate: Double = 1, until: Instant? = nil) {
    self.function = function
    self.kind = kind
    self.rate = rate
    self.until = until
  }
}

extension Fault {
  /// The word for the kind.
  var kindName: String {
    switch kind {
    case .error: "error"
    case .throttle: "throttle"
    case .timeout: "timeout"
    case .delay: "delay"
    }
  }

  /// The fault as it is listed.
  package var json: JSON {
    var members: JSONObject = [
      "function": .string(function), "kind": .string(kindName), "rate": JSON(rate),
      "until": JSON(until?.iso8601),
    ]
    if case .delay(let milliseconds) = kind { members["delayMs"] = JSON(milliseconds) }
    return .object(members)
  }

  /// Reads a fault from a request: `{"function", "kind", "delayMs", "rate", "forSeconds"}`.
  ///
  /// - Throws: `CloudError` naming the member that is wrong.
  init(request: JSON, now: Instant) throws {
    func wrong(_ what: String) -> CloudError { CloudError("ValidationException", what) }
    guard let function = request["function"]?.string, !function.isEmpty else {
      throw wrong("function is missing")
    }
    let rate = request["rate"]?.double ?? 1
    guard rate >= 0, rate <= 1 else { throw wrong("rate must be from 0 to 1") }
    let kind: Kind
    switch request["kind"]?.string {
    case "error": kind = .error
    case "throttle": kind = .throttle
    case "timeout": kind = .timeout
    case "delay":
      guard let delay = request["delayMs"]?.int, (0...900_000).contains(delay) else {
        throw wrong("delayMs must be from 0 to 900000")
      }
      kind = .delay(milliseconds: delay)
    default: throw wrong("kind must be error, throttle, timeout or delay")
    }
    let seconds = request["forSeconds"]?.double
    if let seconds, !(seconds > 0 && seconds < 1e9) { throw wrong("forSeconds must be positive") }
    self.init(
      function: function,
      kind: kind,
      rate: rate,
      until: seconds.map { now + Int64($0 * 1000) }
    )
  }
}

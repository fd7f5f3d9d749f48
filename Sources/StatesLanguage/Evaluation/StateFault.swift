/// Why a state could not be carried out.
struct StateFault: Error, Hashable, Sendable {
  /// The error's name, such as `States.Runtime`.
  let error: String?
  /// The cause in words.
  let cause: String?
  /// Which limit ran out, where one did.
  var limit: Limit?

  /// A limit of a task's time.
  enum Limit: Hashable, Sendable {
    /// How long it may take, or how long it may be silent.
    case time, silence
  }

  /// A fault of the data or the definition, which nothing can retry or catch.
  static func runtime(_ cause: String) -> StateFault {
    StateFault(error: "States.Runtime", cause: cause)
  }

  /// A fault of an intrinsic function.
  static func intrinsic(_ call: String, _ cause: String) -> StateFault {
    StateFault(
      error: "States.IntrinsicFailure",
      cause: "The function '\(call)' had the following error: \(cause)"
    )
  }

  /// More data than a state may hand on.
  static func dataLimit(of what: String) -> StateFault {
    StateFault(
      error: "States.DataLimitExceeded",
      cause: "The state/task '\(what)' returned a result with a size exceeding the maximum "
        + "number of bytes service limit."
    )
  }

  /// The fault with the place it happened at put before its cause.
  func located(in state: String, enteredEventId: Int) -> StateFault {
    let place =
      "An error occurred while executing the state '\(state)' (entered at the event id "
      + "#\(enteredEventId)). "
    return StateFault(error: error, cause: place + (cause ?? ""), limit: limit)
  }
}

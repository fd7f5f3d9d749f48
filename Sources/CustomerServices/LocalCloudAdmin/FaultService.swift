package import AWSClient
internal import AWSWire
package import CustomerDomain
internal import JSONValue

/// Makes the local cloud's functions fail on demand.
package struct FaultService: Sendable {
  private let access: AdminAccess

  /// Makes a service.
  package init(caller: any AdminCaller, mode: AccessMode, journal: Journal? = nil) {
    access = AdminAccess(caller: caller, mode: mode, journal: journal)
  }

  /// The faults that are in force.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func list() async throws -> [InjectedFault] {
    let answer = try await access.read("/_rollcall/faults", for: .init("list faults"))
    guard let faults = answer.array ?? answer["faults"]?.array else {
      throw ServiceFailure(unreadable: "faults", action: "list faults")
    }
    return faults.compactMap(InjectedFault.init(wire:))
  }

  /// Puts a fault in force.
  ///
  /// - Parameters:
  ///   - kind: what goes wrong.
  ///   - function: the function's name.
  ///   - rate: how often, from 0 to 1.
  ///   - seconds: for how long; `nil` until it is cleared.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func inject(
    _ kind: InjectedFault.Kind,
    into function: String,
    rate: Double = 1,
    forSeconds seconds: Int? = nil
  ) async throws {
    var body: JSON = [
      "function": .string(function), "kind": .string(kind.word), "rate": JSON(rate),
    ]
    if case .delay(let milliseconds) = kind { body["delayMs"] = JSON(milliseconds) }
    if let seconds { body["forSeconds"] = JSON(seconds) }
    try await access.change(
      "POST",
      "/_rollcall/faults",
      body,
      for: .init("inject fault", function)
    )
  }

  /// Lifts the fault of a function, or all faults.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func clear(_ function: String? = nil) async throws {
    let path = function.map { "/" + PercentEncoding.encode($0) } ?? ""
    try await access.change(
      "DELETE",
      "/_rollcall/faults" + path,
      nil,
      for: .init("clear faults", function ?? "")
    )
  }
}

extension InjectedFault.Kind {
  /// The kind's name on the wire and on the command line.
  package var word: String {
    switch self {
    case .error: "error"
    case .throttle: "throttle"
    case .timeout: "timeout"
    case .delay: "delay"
    }
  }
}

extension InjectedFault {
  /// Reads a fault as the local cloud gives it; `nil` where it lacks the needful.
  init?(wire: JSON) {
    guard let function = wire["function"]?.string, let word = wire["kind"]?.string else {
      return nil
    }
    let kind: Kind
    switch word {
    case "error": kind = .error
    case "throttle": kind = .throttle
    case "timeout": kind = .timeout
    case "delay": kind = .delay(milliseconds: wire["delayMs"]?.int ?? 0)
    default: return nil
    }
    self.init(
      function: function,
      kind: kind,
      rate: wire["rate"]?.double ?? 1,
      until: wire["until"]?.instant
    )
  }
}

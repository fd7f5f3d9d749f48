internal import AWSWire
internal import Glibc
internal import JSONValue

/// What only a local cloud has: faults on demand, the outbox, and whether it is well.
///
/// This folder answers below `/_rollcall/`. It checks no signature: the router has done so.
package final class AdminDesk: Sendable {
  /// Where its paths begin.
  static let prefix = "/_rollcall/"

  private let faults: FaultBook
  private let functions: FunctionRunner
  private let outbox: @Sendable () async throws -> [JSON]
  private let clock: any WallClock

  /// Makes a desk; `outbox` reads what the topics have sent, newest first.
  init(
    faults: FaultBook,
    functions: FunctionRunner,
    outbox: @escaping @Sendable () async throws -> [JSON],
    clock: any WallClock
  ) {
    self.faults = faults
    self.functions = functions
    self.outbox = outbox
    self.clock = clock
  }

  /// Says that the cloud serves, and in which process.
  func health() -> WebResponse {
    WebResponse(status: 200, json: ["ready": true, "pid": JSON(Int(getpid()))])
  }

  /// Answers a request whose signature is good.
  ///
  /// - Throws: `CloudError`.
  func answer(_ request: WebRequest) async throws -> WebResponse {
    let path = request.path.dropFirst(AdminDesk.prefix.count).split(separator: "/")
    switch (request.method, path.first, path.count) {
    case ("GET", "faults", 1):
      let faults = try await faults.list(now: clock.now)
      return WebResponse(status: 200, json: .array(faults.map(\.json)))
    case ("POST", "faults", 1):
      let fault = try await add(request)
      return WebResponse(status: 200, json: fault.json)
    case ("DELETE", "faults", 1):
      try await faults.clear(nil)
      return WebResponse(status: 200, json: [:])
    case ("DELETE", "faults", 2):
      guard let function = PercentEncoding.decode(path[1]) else {
        throw CloudError("ValidationException", "The function's name is not UTF-8.")
      }
      try await faults.clear(functions.spec(function).name)
      return WebResponse(status: 200, json: [:])
    case ("GET", "notifications", 1):
      return WebResponse(status: 200, json: .array(try await outbox()))
    default:
      throw CloudError(
        "UnknownOperationException",
        "\(request.method) \(request.path) is not known.",
        status: 404
      )
    }
  }

  private func add(_ request: WebRequest) async throws -> Fault {
    guard let document = try? JSON(parsing: request.body), document.object != nil else {
      throw CloudError("ValidationException", "The body is not a JSON object.")
    }
    var fault = try Fault(request: document, now: clock.now)
    fault.function = try functions.spec(fault.function).name
    try await faults.add(fault)
    return fault
  }
}

internal import AWSWire
internal import NIOHTTP1

/// A request of a process to the Runtime API (Lambda Developer Guide, "Using the Lambda runtime API").
enum RuntimeRequest: Hashable, Sendable {
  /// It asks for an invocation; whether it says that it takes faults.
  case next(takesFaults: Bool)
  /// It answers an invocation.
  case response(requestID: String)
  /// It says that an invocation has failed; the error's name, where a header tells it.
  case failure(requestID: String, type: String?)
  /// It says that it cannot start; the error's name, where a header tells it.
  case failedStart(type: String?)

  /// The header with which our own `bootstrap` says that it takes faults.
  static let faultsHeader = "rollcall-takes-faults"

  /// Reads a request; `nil` where the API has nothing there.
  init?(_ request: WebRequest) {
    let parts = request.path.split(separator: "/").map(String.init)
    guard parts.count >= 4, parts[0] == "2018-06-01", parts[1] == "runtime" else { return nil }
    let type = request.header("lambda-runtime-function-error-type")
    switch (request.method, parts[2], parts.count, parts[parts.count - 1]) {
    case ("GET", "invocation", 4, "next"):
      self = .next(takesFaults: request.header(Self.faultsHeader) != nil)
    case ("POST", "invocation", 5, "response"): self = .response(requestID: parts[3])
    case ("POST", "invocation", 5, "error"): self = .failure(requestID: parts[3], type: type)
    case ("POST", "init", 4, "error"): self = .failedStart(type: type)
    default: return nil
    }
  }

  /// Whether a request may come from a process and not from a page in a browser.
  static func isTrusted(_ request: WebRequest) -> Bool {
    let hosts = request.headers["host"]
    return hosts.count == 1 && LoopbackHost.isLoopback(hosts.first)
      && request.header("origin") == nil && request.header("sec-fetch-site") == nil
  }
}

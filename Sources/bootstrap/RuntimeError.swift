/// Why the Runtime API could not be used; none of these can be mended from inside the process.
enum RuntimeError: Error, Hashable, Sendable {
  /// The address is not of the form `host:port`; carries it.
  case address(String)
  /// The API could not be reached; carries what was tried and the system's words.
  case connection(String, reason: String)
  /// The answer was not HTTP; carries what was wrong.
  case unreadable(String)
  /// The API refused a request; carries the request and the status.
  case refused(String, status: Int)
  /// An invocation came without its request id.
  case noRequestID
}

extension RuntimeError: CustomStringConvertible {
  /// The error as the log shows it.
  var description: String {
    switch self {
    case .address(let text):
      "AWS_LAMBDA_RUNTIME_API is \"\(text)\", not host:port; this program is started by Lambda"
    case .connection(let action, let reason): "the Runtime API: \(action): \(reason)"
    case .unreadable(let what): "the Runtime API's answer could not be read: \(what)"
    case .refused(let request, let status): "the Runtime API answered \(request) with \(status)"
    case .noRequestID: "the Runtime API handed over an invocation without a request id"
    }
  }
}

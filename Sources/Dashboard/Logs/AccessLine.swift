internal import CustomerDomain
internal import JSONValue

/// A request to the API, as API Gateway's access log tells it.
///
/// This room makes rows and pages of log events, and knows which of them the screen needs. It must
/// not know where events are held, nor how they are fetched.
struct AccessLine {
  /// The HTTP method.
  let method: String
  /// The path, stage included.
  let path: String
  /// The HTTP status.
  let status: String
  /// Milliseconds until the answer; `nil` where the log doesn't say.
  let milliseconds: String?
  /// The first letters of the request's id.
  let request: String?

  /// Reads an entry; `nil` for anything else.
  init?(_ object: JSONObject) {
    func text(_ key: String) -> String? {
      object[key].map { $0.string ?? $0.text() }.flatMap { $0.isEmpty || $0 == "-" ? nil : $0 }
    }
    guard let method = text("httpMethod"), let status = text("status") else { return nil }
    self.method = method
    self.status = status
    path = text("path") ?? text("resourcePath") ?? "?"
    milliseconds = text("responseLatency")
    request = text("requestId").map { String($0.prefix(4)) + "…" }
  }

  /// The backend's fault is an error, the caller's a warning.
  var level: LogEvent.Level {
    status.hasPrefix("5") ? .error : status.hasPrefix("4") ? .warn : .info
  }
}

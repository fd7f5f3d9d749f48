internal import AWSWire
internal import CustomerDomain
internal import JSONValue

extension APIRequest {
  /// The members by which an access log may tell what went wrong: its format is the owner's.
  private static let errorKeys = [
    "integrationErrorMessage", "integrationError", "integration.error", "errorMessage",
    "error.message", "errorResponseType", "error",
  ]

  /// Reads an entry of the access log; `nil` for anything else.
  init?(_ event: LogEvent) {
    guard let line = try? JSON(parsing: event.message),
      let id = line["requestId"]?.string ?? line["extendedRequestId"]?.string,
      let status = line["status"].flatMap({ $0.int ?? $0.string.flatMap { Int($0) } })
    else { return nil }
    func text(_ key: String) -> String? {
      line[key]?.string.flatMap { $0.isEmpty || $0 == "-" ? nil : $0 }
    }
    guard let method = text("httpMethod") else { return nil }
    self.init(
      id: id,
      at: event.timestamp,
      method: method,
      path: text("path") ?? text("resourcePath") ?? "",
      resource: text("resourcePath"),
      status: status,
      latencyMilliseconds: line["responseLatency"].flatMap {
        $0.int ?? $0.string.flatMap { Int($0) }
      },
      invocationID: text("integrationRequestId"),
      error: Self.errorKeys.lazy.compactMap(text).first
    )
  }
}

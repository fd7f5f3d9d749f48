internal import AWSWire
internal import CustomerDomain
internal import JSONValue

extension APIRequest {
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
      invocationID: text("integrationRequestId")
    )
  }
}

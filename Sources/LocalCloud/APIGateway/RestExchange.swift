internal import AWSWire

/// One request to a stage, with the ids it goes by.
struct RestExchange: Sendable {
  /// The request as it came.
  let request: WebRequest
  /// The stage that its path begins with.
  let stage: RestStage
  /// The path below the stage, percent-encoded.
  let path: Substring
  /// When the gateway took it up.
  let startedAt: Instant
  /// The same as access logs write it.
  let requestTime: String
  /// A UUID, which the answer carries as `x-amzn-RequestId`.
  let requestID: String
  /// What the answer carries as `x-amz-apigw-id`.
  let extendedRequestID: String
  /// What function and caller get as `X-Amzn-Trace-Id`, such as `Root=1-…`.
  let traceID: String

  /// Takes a request up: cuts the stage off its path and gives it its ids.
  init(
    _ request: WebRequest,
    stage: RestStage,
    startedAt: Instant,
    identifiers: RandomIdentifiers
  ) {
    self.request = request
    self.stage = stage
    self.startedAt = startedAt
    path = Substring(request.path.utf8.dropFirst(stage.name.utf8.count + 1))
    requestTime = startedAt.accessLogDate
    requestID = identifiers.uuid()
    extendedRequestID = identifiers.letters(15) + "="
    let seconds = String(startedAt.milliseconds / 1000, radix: 16)
    traceID = "Root=1-\(seconds)-\(identifiers.hexadecimal(24))"
  }

  /// The port in the `Host` header.
  var port: String {
    let host = request.header("host") ?? ""
    return host.utf8.lastIndex(of: UInt8(ascii: ":"))
      .map { String(host[host.utf8.index(after: $0)...]) } ?? "80"
  }
}

internal import AWSWire

/// One request to a stage, with the ids it goes by.
struct RestExchange: Sendable {
  let request: WebRequest
  let stage: RestStage
  /// The path below the stage, percent-encoded.
  let path: Substring
  let startedAt: Instant
  let requestID: String
  let extendedRequestID: String
  let traceID: String

  init(
    _ request: WebRequest,
    stage: RestStage,
    startedAt: Instant,
    identifiers: RandomIdentifiers
  ) {
    self.request = request
    self.stage = stage
    self.startedAt = startedAt
    path = request.path.dropFirst(stage.name.utf8.count + 1)
    requestID = identifiers.uuid()
    extendedRequestID = identifiers.letters(15) + "="
    let seconds = String(startedAt.milliseconds / 1000, radix: 16)
    traceID = "Root=1-\(seconds)-\(identifiers.hexadecimal(24))"
  }

  /// The request's moment as access logs write it, such as `09/Apr/2015:12:34:56 +0000`.
  var requestTime: String {
    let date = CalendarDate(startedAt)
    func two(_ value: Int) -> String { Instant.padded(value, 2) }
    return "\(two(date.day))/\(Instant.monthNames[date.month - 1])/\(date.year):"
      + "\(two(date.hour)):\(two(date.minute)):\(two(date.second)) +0000"
  }

  /// The port in the `Host` header.
  var port: String {
    let host = request.header("host") ?? ""
    return host.lastIndex(of: ":").map { String(host[host.index(after: $0)...]) } ?? "80"
  }
}

internal import AWSClient
internal import Logging

/// A sender that writes each request into the program's log, and tells it where somebody wants to
/// see it: what was called, how it ended and how long it took; never an id, a key or a body.
struct LoggedSender: HTTPSender {
  private let sender: any HTTPSender
  private let logger: Logger
  private let pacer: any Pacer
  private let tell: (@Sendable (String) -> Void)?

  /// Puts a log in front of a sender.
  init(
    _ sender: any HTTPSender,
    logger: Logger,
    pacer: any Pacer,
    tell: (@Sendable (String) -> Void)? = nil
  ) {
    self.sender = sender
    self.logger = logger
    self.pacer = pacer
    self.tell = tell
  }

  /// Sends the request and waits for the whole answer.
  ///
  /// - Throws: `HTTPError` where no whole answer came.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try await logging(request, \.head) { () throws(HTTPError) in try await sender.send(request) }
  }

  /// Sends the request and waits for the answer's head.
  ///
  /// - Throws: `HTTPError` where no head came.
  func open(_ request: HTTPRequest) async throws(HTTPError) -> any HTTPStream {
    try await logging(request, { $0.head }) { () throws(HTTPError) in try await sender.open(request)
    }
  }

  private func logging<Answer>(
    _ request: HTTPRequest,
    _ head: (Answer) -> HTTPResponseHead,
    _ work: () async throws(HTTPError) -> Answer
  ) async throws(HTTPError) -> Answer {
    guard logger.logLevel <= .debug || tell != nil else { return try await work() }
    let start = pacer.elapsed
    var facts: Logger.Metadata = ["operation": "\(LoggedSender.operation(of: request))"]
    func took() -> Logger.MetadataValue {
      "\(((pacer.elapsed - start) / .milliseconds(1) * 10).rounded() / 10)"
    }
    defer { tell?(LoggedSender.line(of: request, facts)) }
    do throws(HTTPError) {
      let answer = try await work()
      let head = head(answer)
      facts["status"] = "\(head.status)"
      facts["ms"] = took()
      if let id = head.headers.requestID { facts["request"] = "\(id)" }
      logger.debug("answered", metadata: facts)
      return answer
    } catch {
      facts["error"] = "\(error.kind.rawValue)"
      facts["ms"] = took()
      logger.debug("no answer", metadata: facts)
      throw error
    }
  }

  /// A call in one line: service, operation, status or what went wrong, time and request id.
  private static func line(of request: HTTPRequest, _ facts: Logger.Metadata) -> String {
    let end = facts["status"] ?? facts["error"] ?? "cancelled"
    let took = facts["ms"].map { "  \($0) ms" } ?? ""
    let id = facts["request"].map { "  request \($0)" } ?? ""
    return "\(call(request))  \(end)\(took)\(id)"
  }

  /// Service and operation, such as `logs FilterLogEvents`; `api` and the path for the REST API.
  static func call(_ request: HTTPRequest) -> String {
    // The scope of a signature: key, day, region, service.
    let scope = request.headers["authorization"]?.firstRange(of: "Credential=")
      .flatMap { range in
        request.headers["authorization"]?[range.upperBound...].prefix { $0 != "," }
          .split(separator: "/", omittingEmptySubsequences: false)
      }
    guard let scope, scope.count >= 4 else { return "api \(operation(of: request))" }
    let service = scope[scope.count - 2]
    if let target = request.headers["x-amz-target"] {
      return "\(service) \(target.split(separator: ".").last ?? "")"
    }
    return "\(service) \(queryAction(request) ?? operation(of: request))"
  }

  /// The operation of AWS's query protocol, which stands in the body's form.
  private static func queryAction(_ request: HTTPRequest) -> String? {
    let form = request.headers["content-type"]?.hasPrefix("application/x-www-form-urlencoded")
    guard form == true else { return nil }
    return String(decoding: request.body, as: UTF8.self).split(separator: "&")
      .first { $0.hasPrefix("Action=") }.map { String($0.dropFirst("Action=".count)) }
  }

  /// What is called, without what it is called with: a service's operation, or method and path with
  /// `{id}` in the place of an id.
  static func operation(of request: HTTPRequest) -> String {
    if let target = request.headers["x-amz-target"] { return target }
    let afterScheme = request.url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(
      3
    )
    var path = afterScheme.map(String.init)
    if let index = path.firstIndex(of: "customers"), index + 1 < path.count {
      path = path[...index] + ["{id}"]
    }
    return "\(request.method) /\(path.joined(separator: "/"))"
  }
}

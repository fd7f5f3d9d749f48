internal import AWSClient
internal import Logging

/// A sender that writes each request into the program's log: what was called, how it ended and how
/// long it took; never an id, a key or a body.
struct LoggedSender: HTTPSender {
  private let sender: any HTTPSender
  private let logger: Logger
  private let pacer: any Pacer

  /// Puts a log in front of a sender.
  init(_ sender: any HTTPSender, logger: Logger, pacer: any Pacer) {
    self.sender = sender
    self.logger = logger
    self.pacer = pacer
  }

  /// Sends the request and waits for the whole answer.
  ///
  /// - Throws: `HTTPError` where no whole answer came.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    guard logger.logLevel <= .debug else { return try await sender.send(request) }
    let start = pacer.elapsed
    var facts: Logger.Metadata = ["operation": "\(LoggedSender.operation(of: request))"]
    func took() -> Logger.MetadataValue {
      "\(((pacer.elapsed - start) / .milliseconds(1) * 10).rounded() / 10)"
    }
    do throws(HTTPError) {
      let response = try await sender.send(request)
      facts["status"] = "\(response.status)"
      facts["ms"] = took()
      if let id = response.headers.requestID { facts["request"] = "\(id)" }
      logger.debug("answered", metadata: facts)
      return response
    } catch {
      facts["error"] = "\(error.kind.rawValue)"
      facts["ms"] = took()
      logger.debug("no answer", metadata: facts)
      throw error
    }
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

/// One HTTP request, whole.
package struct HTTPRequest: Sendable {
  /// How long to wait for what.
  package struct Timeouts: Hashable, Sendable {
    /// For a connection to stand.
    package var connect: Duration
    /// For the whole exchange; `nil` for no limit.
    package var total: Duration?
    /// Without a byte going either way, in whole seconds; `nil` for no limit.
    package var idle: Duration?

    /// Makes limits.
    package init(
      connect: Duration = .seconds(5),
      total: Duration? = .seconds(30),
      idle: Duration? = nil
    ) {
      self.connect = connect
      self.total = total
      self.idle = idle
    }
  }

  /// The method, in capitals.
  package var method: String
  /// The absolute URL; path and query go over the wire as they stand here.
  package var url: String
  /// The headers; `Host` and `Content-Length` are added.
  package var headers: HTTPHeaders
  /// The body.
  package var body: [UInt8]
  /// How long to wait for what.
  package var timeouts: Timeouts
  /// Whether it may go out twice without doing anything twice; where not, it is not sent again on a
  /// second connection when a kept-alive one turns out to be dead.
  package var isRepeatable: Bool

  /// Makes a request.
  package init(
    method: String,
    url: String,
    headers: HTTPHeaders = [],
    body: [UInt8] = [],
    timeouts: Timeouts = Timeouts(),
    isRepeatable: Bool
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.isRepeatable = isRepeatable
  }

  /// The URL's host, with the port where it names one.
  var host: Substring {
    let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
    return url[start...].prefix { $0 != "/" && $0 != "?" }
  }
}

/// Something that carries HTTP requests: libcurl, or a test's stand-in.
package protocol HTTPSender: Sendable {
  /// Sends the request and waits for the whole answer.
  ///
  /// - Throws: `HTTPError` where no whole answer came; any status is an answer.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse

  /// Sends the request and waits for the answer's head.
  ///
  /// - Throws: `HTTPError` where no head came; any status is an answer.
  func open(_ request: HTTPRequest) async throws(HTTPError) -> any HTTPStream
}

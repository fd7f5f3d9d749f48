internal import AWSWire
internal import JSONValue
internal import Synchronization

extension AWSClient {
  /// One signed request before it is signed, and what is needed to make it again.
  struct Exchange: Sendable {
    /// The operation, for errors.
    let operation: String
    /// The signing name of the service.
    let service: String
    /// Where it goes.
    let endpoint: Endpoint
    /// The HTTP method.
    let method: String
    /// Path and query below the endpoint, beginning with a slash.
    let path: String
    /// The headers but those of the signature.
    let headers: HTTPHeaders
    /// The body.
    let body: [UInt8]
    /// Whether it may be made twice without doing anything twice.
    let isRepeatable: Bool
    /// How long one attempt may take; `nil` for as long as the client's configuration says.
    var timeouts: HTTPRequest.Timeouts?
  }

  /// Why an answer could not be read, in words.
  struct Unreadable: Error {
    /// What is wrong with it.
    let why: String
  }

  /// Reads the body of a successful answer.
  typealias Reader<Output> = @Sendable (HTTPResponse) throws(Unreadable) -> Output

  /// Sends a signed request, and tells what it brought and the answer's head.
  typealias Sending<Output: Sendable> =
    @Sendable (HTTPRequest) async throws(HTTPError) -> (
      outcome: Retrier.Attempt<Output>, head: HTTPResponseHead
    )

  /// Makes the request, again where needed, and reads the answer as JSON.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func exchange(_ exchange: Exchange) async throws -> JSON {
    try await self.exchange(exchange) { response throws(Unreadable) in
      guard !response.body.isEmpty else { return [:] }
      do throws(JSONSyntaxError) {
        return try JSON(parsing: response.body)
      } catch {
        throw Unreadable(why: "not JSON: \(error)")
      }
    }
  }

  /// Makes the request, again where needed, and reads the answer with `read`.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func exchange<Output: Sendable>(
    _ exchange: Exchange,
    read: @escaping Reader<Output>
  ) async throws -> Output {
    try await self.exchange(exchange) { [http] request throws(HTTPError) in
      let response = try await http.send(request)
      return (Self.outcome(response, read, operation: exchange.operation), response.head)
    }
  }

  /// Makes the request with `send`, again where needed, and returns what it brought.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func exchange<Output: Sendable>(
    _ exchange: Exchange,
    send: Sending<Output>
  ) async throws -> Output {
    // The same for all attempts.
    let invocation = RandomUUID.text(pacer.randomBits(), pacer.randomBits())
    let nature = Retrier.Nature(
      isRepeatable: exchange.isRepeatable,
      isChanging: !exchange.isRepeatable,
      timeLimit: (exchange.timeouts ?? configuration.timeouts).total
    )
    return try await retrier.run(nature) { number, timeLeft in
      let first = try await attempt(exchange, send, number, timeLeft, invocation)
      guard case .failure(let error, _) = first.outcome, worthASecondLook(error, first.date) else {
        return first.outcome
      }
      return try await attempt(exchange, send, number, timeLeft, invocation).outcome
    }
  }

  private func attempt<Output: Sendable>(
    _ exchange: Exchange,
    _ send: Sending<Output>,
    _ number: Int,
    _ timeLeft: TimeLeft,
    _ invocation: String
  ) async throws -> (outcome: Retrier.Attempt<Output>, date: Instant?) {
    var request = signed(exchange, try await credentials(exchange), number, invocation)
    request.timeouts = request.timeouts.within(timeLeft)
    do throws(HTTPError) {
      let (outcome, head) = try await send(request)
      let date = head.headers["date"].flatMap { Instant(httpDate: $0) }
      if let date { skew.withLock { [now = clock.now] in $0.measure(date, now: now) } }
      return (outcome, date)
    } catch {
      try error.throwIfCancelled(isChanging: !exchange.isRepeatable, exchange.operation)
      return (.failure(AWSError(error, operation: exchange.operation), advised: nil), nil)
    }
  }

  /// What a whole answer means.
  static func outcome<Output: Sendable>(
    _ response: HTTPResponse,
    _ read: Reader<Output>,
    operation: String
  ) -> Retrier.Attempt<Output> {
    guard (200..<300).contains(response.status) else {
      return .failure(
        ErrorReader.error(in: response, operation: operation),
        advised: ErrorReader.advisedDelay(response.headers)
      )
    }
    do throws(Unreadable) {
      return .success(try read(response))
    } catch {
      return .failure(
        ErrorReader.unreadable(response, why: error.why, operation: operation),
        advised: nil
      )
    }
  }

  private func signed(
    _ exchange: Exchange,
    _ credentials: AWSCredentials,
    _ number: Int,
    _ invocation: String
  ) -> HTTPRequest {
    let target = exchange.endpoint.path + exchange.path
    var request = HTTPRequest(
      method: exchange.method,
      url: exchange.endpoint.origin + target,
      headers: exchange.headers,
      body: exchange.body,
      timeouts: exchange.timeouts ?? configuration.timeouts,
      isRepeatable: exchange.isRepeatable
    )
    request = RequestSigner(region: configuration.region, service: exchange.service).signed(
      request,
      host: exchange.endpoint.host,
      target: target,
      credentials: credentials,
      date: skew.withLock { $0.corrected(clock.now) }
    )
    request.headers["user-agent"] = configuration.userAgent
    request.headers["amz-sdk-invocation-id"] = invocation
    request.headers["amz-sdk-request"] =
      "attempt=\(number); max=\(configuration.retry.maximumAttempts)"
    return request
  }

  /// The credentials in use, loaded where they are not known.
  private func credentials(_ exchange: Exchange) async throws -> AWSCredentials {
    if let known = knownCredentials.withLock({ $0 }) { return known }
    do {
      let loaded = try await configuration.credentials.load()
      knownCredentials.withLock { $0 = loaded }
      return loaded
    } catch let error as SettingsError {
      throw AWSError(
        kind: .denied,
        code: "NoCredentials",
        message: error.description,
        operation: exchange.operation,
        mayHaveBeenSent: false
      )
    }
  }

  /// Whether a refusal was our clock's fault or that of credentials that may have been replaced.
  private func worthASecondLook(_ error: AWSError, _ date: Instant?) -> Bool {
    if AWSErrorCodes.expired.contains(error.code) {
      knownCredentials.withLock { $0 = nil }
      return true
    }
    let now = clock.now
    return skew.withLock { $0.learn(from: error, date: date, now: now) }
  }
}

extension HTTPError {
  /// Ends a call that nobody waits for any more.
  ///
  /// - Throws: `CancellationError`; `AWSError` where it was sent already and may change something.
  func throwIfCancelled(isChanging: Bool, _ operation: String) throws {
    guard kind == .cancelled else { return }
    if isChanging, mayHaveBeenSent { throw AWSError(self, operation: operation) }
    throw CancellationError()
  }
}

extension AWSError {
  /// The transport's error as the caller sees it; its code is the transport's kind of error.
  init(_ error: HTTPError, operation: String) {
    self.init(
      kind: .unreachable,
      code: error.kind.rawValue,
      message: error.message,
      operation: operation,
      mayHaveBeenSent: error.mayHaveBeenSent
    )
  }
}

package import AWSWire
internal import JSONValue

/// The backend's REST API: customers and the submission of workflow runs.
package struct CustomerAPI: Sendable {
  /// What became of a PUT.
  package enum PutResult: Hashable, Sendable {
    /// It was not there before.
    case created
    /// It was there already, and stays.
    case alreadyExisted
  }

  /// What became of a DELETE.
  package enum DeleteResult: Hashable, Sendable {
    /// It was there, and is gone.
    case deleted
    /// There was none to delete.
    case wasAbsent
  }

  /// A workflow run that was started.
  package struct Submitted: Hashable, Sendable {
    /// The run's ARN.
    package let executionARN: String
    /// When it was started, where the answer tells.
    package let startedAt: Instant?
  }

  /// The key that was read last; `nil` where none was.
  package var knownKey: APIKey? { key.known }

  private let base: Endpoint?
  private let key: KeptAPIKey
  private let http: any HTTPSender
  private let retrier: Retrier
  private let timeouts: HTTPRequest.Timeouts
  private let userAgent: String

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - base: the URL with the stage, such as `http://127.0.0.1:4566/prod`; without one each
  ///     call fails and says so.
  ///   - key: gives the API key; where it says why there is none, the call fails and says so, and
  ///     where it does not, the API answers 403.
  ///   - http: carries the requests.
  ///   - retry: when calls are made again.
  ///   - timeouts: how long to wait for what.
  ///   - pacer: time that passes between attempts.
  ///   - userAgent: what the requests are sent as.
  package init(
    base: Endpoint?,
    key: KeptAPIKey,
    http: any HTTPSender,
    retry: RetryPolicy = RetryPolicy(),
    timeouts: HTTPRequest.Timeouts = .init(),
    pacer: any Pacer = .system,
    userAgent: String = "rollcall"
  ) {
    self.base = base
    self.key = key
    self.http = http
    retrier = Retrier(policy: retry, pacer: pacer)
    self.timeouts = timeouts
    self.userAgent = userAgent
  }

  /// Whether the id is in the table.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func get(_ id: String) async throws -> Bool {
    let answer = try await send("GET", "/customers/", id, isRepeatable: true)
    guard answer.response.status == 200, let exists = answer.document["exists"]?.bool else {
      throw failure(answer)
    }
    return exists
  }

  /// Puts the id into the table.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func put(_ id: String) async throws -> PutResult {
    let answer = try await send("PUT", "/customers/", id, isRepeatable: false)
    switch answer.response.status {
    case 201: return .created
    case 409: return .alreadyExisted
    default: throw failure(answer)
    }
  }

  /// Takes the id out of the table.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func delete(_ id: String) async throws -> DeleteResult {
    let answer = try await send("DELETE", "/customers/", id, isRepeatable: false)
    switch answer.response.status {
    case 200: return .deleted
    // A path that is not there answers 404 as well, but without the id.
    case 404 where answer.document["id"] != nil: return .wasAbsent
    default: throw failure(answer)
    }
  }

  /// Starts a workflow run for the id.
  ///
  /// - Parameters:
  ///   - id: the id that the run is for.
  ///   - executionName: the run's name; with it, asking again starts nothing twice.
  /// - Returns: the run that was started.
  /// - Throws: `AWSError`; `CancellationError`.
  package func submit(_ id: String, executionName: String?) async throws -> Submitted {
    var body: JSON = ["id": .string(id)]
    body["executionName"] = executionName.map(JSON.string)
    let answer = try await send(
      "POST",
      "/workflow/submit",
      nil,
      body: body,
      isRepeatable: executionName != nil
    )
    guard answer.response.status == 202, let arn = answer.document["executionArn"]?.string else {
      throw failure(answer)
    }
    let start = answer.document["startDate"]
    return Submitted(
      executionARN: arn,
      startedAt: start?.string.flatMap { Instant(iso8601: $0) }
        ?? start?.double.map { Instant(seconds: $0) }
    )
  }

  // MARK: The exchange

  private struct Answer: Sendable {
    let operation: String
    let keyOrigin: APIKeyOrigin
    let response: HTTPResponse
    let document: JSON
  }

  private func send(
    _ method: String,
    _ path: String,
    _ id: String?,
    body: JSON? = nil,
    isRepeatable: Bool
  ) async throws -> Answer {
    let operation = "customer API \(method) \(path)\(id == nil ? "" : "{id}")"
    guard let base else { throw CustomerAPI.addressMissing(operation) }
    let known = try await key.reading()
    if known.key == nil, let lack = known.origin.lack {
      throw CustomerAPI.keyMissing(operation, lack)
    }
    var headers: HTTPHeaders = ["accept": "application/json", "user-agent": userAgent]
    headers["x-api-key"] = known.key?.secret
    if body != nil { headers["content-type"] = "application/json" }
    let isChanging = method != "GET"
    let whole = HTTPRequest(
      method: method,
      url: base.url + path + (id.map(CustomerAPI.segment) ?? ""),
      headers: headers,
      body: body?.bytes() ?? [],
      timeouts: timeouts,
      isRepeatable: isRepeatable
    )
    let nature = Retrier.Nature(
      isRepeatable: isRepeatable,
      isChanging: isChanging,
      timeLimit: timeouts.total
    )
    return try await retrier.run(nature) { _, timeLeft in
      var request = whole
      request.timeouts = timeouts.within(timeLeft)
      do throws(HTTPError) {
        let response = try await http.send(request)
        let document = (try? JSON(parsing: response.body)) ?? .null
        // So API Gateway refuses a key; its other refusals have more to say.
        if response.status == 403, document["message"]?.string == "Forbidden" { key.doubt(known) }
        let answer = Answer(
          operation: operation,
          keyOrigin: known.origin,
          response: response,
          document: document
        )
        // Only what may pass by itself goes to the retry policy; the rest is the caller's to read.
        guard response.status == 429 || response.status >= 500 else { return .success(answer) }
        return .failure(failure(answer), advised: ErrorReader.advisedDelay(response.headers))
      } catch {
        try error.throwIfCancelled(isChanging: isChanging, operation)
        return .failure(AWSError(error, operation: operation), advised: nil)
      }
    }
  }

  private func failure(_ answer: Answer) -> AWSError {
    var error = APIErrorReader.error(
      in: answer.response,
      answer.document,
      operation: answer.operation
    )
    if error.kind == .denied { error.keySource = answer.keyOrigin.name }
    return error
  }

  private static func keyMissing(_ operation: String, _ lack: String) -> AWSError {
    AWSError(
      kind: .denied,
      code: "NoKey",
      message: lack,
      operation: operation,
      mayHaveBeenSent: false
    )
  }

  private static func addressMissing(_ operation: String) -> AWSError {
    AWSError(
      kind: .denied,
      code: "NoEndpoint",
      message: "the REST API's address is not known; give --api-url, or set ROLLCALL_API_URL, "
        + "with the stage at its end",
      operation: operation,
      mayHaveBeenSent: false
    )
  }

  /// The id as one segment of a path: all but the unreserved characters escaped, and the names that
  /// would be taken for steps in the path escaped whole.
  static func segment(_ id: String) -> String {
    if id == "." { return "%2E" }
    if id == ".." { return "%2E%2E" }
    return PercentEncoding.encode(id)
  }
}

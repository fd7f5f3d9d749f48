internal import AWSWire
internal import JSONValue
internal import Synchronization

/// Serves REST APIs: route, key, throttle, integration, in this order.
package final class RestGateway: Sendable {
  /// The largest body in bytes.
  static let largestBody = 10 << 20
  /// How long an integration may take, in milliseconds, where its method says nothing else.
  static let integrationTimeout: Int64 = 29_000

  private struct Serving: Sendable {
    var stages: [String: RestStage] = [:]
    var plans = UsagePlans(keys: [], plans: [])
    var buckets: [String: TokenBucket] = [:]
  }

  /// What came of an exchange, for answer, metrics and access log.
  private struct Outcome {
    var response: WebResponse
    var resourcePath = "-"
    var keyID: String?
    var integrationRequestID: String?
    var integrationMilliseconds: Double?
    var failure: GatewayResponses.Occasion?
  }

  private let invoker: any FunctionInvoker
  private let database: any CloudDatabase
  private let metrics: any MetricSink
  private let logs: any LogSink
  private let timer: any CloudTimer
  private let stopwatch: Stopwatch
  private let identity: CloudIdentity
  private let identifiers: RandomIdentifiers
  private let logStream: String
  private let serving = Mutex(Serving())

  /// Makes a gateway that serves no stage.
  init(
    invoker: any FunctionInvoker,
    database: any CloudDatabase,
    metrics: any MetricSink,
    logs: any LogSink,
    timer: any CloudTimer,
    stopwatch: Stopwatch,
    identity: CloudIdentity,
    identifiers: RandomIdentifiers
  ) {
    self.invoker = invoker
    self.database = database
    self.metrics = metrics
    self.logs = logs
    self.timer = timer
    self.stopwatch = stopwatch
    self.identity = identity
    self.identifiers = identifiers
    logStream = identifiers.hexadecimal(32)
  }

  /// Serves these stages in place of those there were.
  func serve(_ stages: [RestStage], _ plans: UsagePlans) {
    serving.withLock { serving in
      serving = Serving(
        stages: Dictionary(stages.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }),
        plans: plans
      )
    }
  }

  /// The stages and plans in force.
  var inForce: (stages: [RestStage], plans: UsagePlans) {
    serving.withLock { (Array($0.stages.values), $0.plans) }
  }

  /// The stage that a path belongs to.
  func stage(of path: Substring) -> RestStage? {
    let name = String(Substring(path.utf8.dropFirst().prefix { $0 != UInt8(ascii: "/") }))
    return serving.withLock { $0.stages[name] }
  }

  /// Answers a request to a stage.
  func answer(_ request: WebRequest, _ stage: RestStage) async -> WebResponse {
    let begun = stopwatch.milliseconds
    let exchange = RestExchange(
      request,
      stage: stage,
      startedAt: timer.now,
      identifiers: identifiers
    )
    var outcome = await self.outcome(of: exchange)
    outcome.response.headers += [
      ("x-amzn-RequestId", exchange.requestID), ("x-amz-apigw-id", exchange.extendedRequestID),
      ("X-Amzn-Trace-Id", exchange.traceID),
    ]
    let latency = stopwatch.milliseconds - begun
    emit(exchange, outcome, latency: latency)
    log(exchange, outcome, latency: latency)
    return outcome.response
  }

  private func outcome(of exchange: RestExchange) async -> Outcome {
    let (request, stage) = (exchange.request, exchange.stage)
    let match = stage.api.match(exchange.path)
    guard let match,
      let method = match.resource.methods[request.method] ?? match.resource.methods["ANY"]
    else { return refusal(.missingAuthenticationToken, exchange, match?.resource) }
    guard !request.isOversized, request.body.count <= RestGateway.largestBody else {
      return refusal(.requestTooLarge, exchange, match.resource)
    }
    let apiKey = request.header("x-api-key")
    var keyID: String?
    if method.isKeyRequired {
      switch plans.verdict(
        for: apiKey,
        apiID: stage.api.id,
        stage: stage.name,
        now: exchange.startedAt
      )
      {
      case .allowed(let id): keyID = id
      case .forbidden: return refusal(.invalidAPIKey, exchange, match.resource)
      case .throttled: return refusal(.throttled, exchange, match.resource)
      }
    }
    guard mayPass(stage, at: exchange.startedAt) else {
      return refusal(.throttled, exchange, match.resource)
    }
    switch method.integration {
    case .mock(let status, let headers, let body):
      let response = WebResponse(
        status: status,
        headers: [("Content-Type", "application/json")] + headers,
        body: Array(body.utf8)
      )
      return Outcome(response: response, resourcePath: match.resource.path, keyID: keyID)
    case .lambda(let function, let timeout):
      let event = ProxyEvent(
        exchange: exchange,
        resource: match.resource,
        parameters: match.parameters,
        apiKey: keyID == nil ? nil : apiKey,
        apiKeyID: keyID,
        accountID: identity.accountID
      )
      var outcome = await run(function, event.json, timeout, exchange)
      outcome.resourcePath = match.resource.path
      outcome.keyID = keyID
      return outcome
    }
  }

  private func run(
    _ function: String,
    _ event: JSON,
    _ timeout: Int64,
    _ exchange: RestExchange
  ) async -> Outcome {
    let begun = stopwatch.milliseconds
    let result = await result(of: function, event, timeout, exchange)
    var outcome: Outcome
    switch result {
    case nil: outcome = refusal(.integrationTimeout, exchange, nil)
    case .some(.none): outcome = refusal(.integrationError, exchange, nil)
    case .some(.some(let result)):
      if result.functionError == nil, let response = ProxyAnswer.read(result.payload) {
        outcome = Outcome(response: response)
      } else if RestGateway.isTimeout(result) {
        outcome = refusal(.integrationTimeout, exchange, nil)
      } else {
        outcome = refusal(.integrationError, exchange, nil)
      }
      outcome.integrationRequestID = result.requestID
    }
    // A function does not tell its caller what it depends on, and what it logs is not durable either.
    if outcome.response.status >= 500, let trouble = database.trouble {
      outcome = refusal(.integrationUnavailable, exchange, nil, words: trouble.message)
      outcome.integrationRequestID = result.flatMap(\.self)?.requestID
    }
    outcome.integrationMilliseconds = stopwatch.milliseconds - begun
    return outcome
  }

  /// What an integration gave back: `nil` where its time was over, inside `nil` where it was refused.
  private func result(
    of function: String,
    _ event: JSON,
    _ timeout: Int64,
    _ exchange: RestExchange
  ) async -> InvocationResult?? {
    if let longest = invoker.timeout(of: function), longest <= timeout {
      return .some(try? await invoker.invoke(function, payload: event))
    }
    let race = Race<InvocationResult??>()
    let work = Task { [invoker] in
      race.settle(.some(try? await invoker.invoke(function, payload: event)))
    }
    let key = "api-\(exchange.requestID)"
    timer.schedule(key, at: exchange.startedAt + timeout) { race.settle(nil) }
    let result = await race.outcome()
    timer.cancel(key)
    _ = work
    return result
  }

  /// Whether a function was cut off at its own deadline, which callers are told like the gateway's.
  private static func isTimeout(_ result: InvocationResult) -> Bool {
    result.payload["errorType"]?.string == "Sandbox.Timedout"
  }

  private func refusal(
    _ occasion: GatewayResponses.Occasion,
    _ exchange: RestExchange,
    _ resource: RestAPI.Resource?,
    words: String? = nil
  ) -> Outcome {
    Outcome(
      response: exchange.stage.api.gatewayResponses.answer(
        occasion,
        words: words,
        requestID: exchange.requestID
      ),
      resourcePath: resource?.path ?? "-",
      failure: occasion
    )
  }

  private var plans: UsagePlans { serving.withLock { $0.plans } }

  private func mayPass(_ stage: RestStage, at now: Instant) -> Bool {
    guard let rate = stage.rate, rate > 0 else { return true }
    let burst = stage.burst ?? rate
    return serving.withLock { serving in
      serving.buckets[stage.name, default: TokenBucket(rate: rate, burst: burst)].take(at: now)
    }
  }
}

extension RestGateway {
  private func emit(_ exchange: RestExchange, _ outcome: Outcome, latency: Double) {
    metrics.record(
      exchange.stage.metrics.exchange(
        at: exchange.startedAt,
        status: outcome.response.status,
        latency: latency,
        integration: outcome.integrationMilliseconds
      )
    )
  }

  private func log(_ exchange: RestExchange, _ outcome: Outcome, latency: Double) {
    let (stage, request) = (exchange.stage, exchange.request)
    guard let group = stage.accessLogGroup, let format = stage.accessLogFormat else { return }
    let line = format.line { variable in
      switch variable {
      case .requestID: exchange.requestID
      case .extendedRequestID: exchange.extendedRequestID
      case .sourceAddress: request.sourceAddress
      case .userAgent: request.header("user-agent")
      case .apiKeyID: outcome.keyID
      case .requestTime: exchange.requestTime
      case .requestTimeEpoch: String(exchange.startedAt.milliseconds)
      case .method: request.method
      case .resourcePath: outcome.resourcePath
      case .path: String(request.path)
      case .protocolName: "HTTP/1.1"
      case .status: String(outcome.response.status)
      case .stage: stage.name
      case .apiID: stage.api.id
      case .domainName: request.header("host")
      case .accountID: identity.accountID
      case .traceID: exchange.traceID
      case .responseLength: String(outcome.response.body.count)
      case .responseLatency: String(Int(latency.rounded(.up)))
      case .integrationLatency, .integrationLatencyOld:
        outcome.integrationMilliseconds.map { String(Int($0.rounded(.up))) }
      case .integrationRequestID, .endpointRequestID: outcome.integrationRequestID
      case .errorMessage, .errorMessageString: outcome.failure?.standard.message
      case .errorType: outcome.failure?.rawValue
      }
    }
    logs.append(
      [LogLine(timestamp: timer.now, message: line)],
      group: group,
      stream: logStream
    )
  }
}

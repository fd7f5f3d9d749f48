internal import JSONValue

/// What the gateway itself answers, apart from integrations.
struct GatewayResponses: Sendable {
  /// The occasions on which the gateway answers by itself.
  enum Occasion: String, Sendable {
    /// The API has no such path, or the path no such method.
    case missingAuthenticationToken = "MISSING_AUTHENTICATION_TOKEN"
    /// The method needs a key, and what the caller sent is none that may use the stage.
    case invalidAPIKey = "INVALID_API_KEY"
    /// There were more requests than the usage plan or the stage takes.
    case throttled = "THROTTLED"
    /// The body is larger than the gateway takes.
    case requestTooLarge = "REQUEST_TOO_LARGE"
    /// The function did not answer in the time it has.
    case integrationTimeout = "INTEGRATION_TIMEOUT"
    /// A function that failed; it has no type of its own, only the default.
    case integrationError = "DEFAULT_5XX"
    /// The function failed, and what it depends on is known to.
    case integrationUnavailable = "INTEGRATION_FAILURE"

    /// Status, sentence and error type where the template says nothing else.
    var standard: (status: Int, message: String, errorType: String) {
      switch self {
      case .missingAuthenticationToken:
        (403, "Missing Authentication Token", "MissingAuthenticationTokenException")
      case .invalidAPIKey: (403, "Forbidden", "ForbiddenException")
      case .throttled: (429, "Too Many Requests", "TooManyRequestsException")
      case .requestTooLarge: (413, "Request Too Long", "RequestTooLargeException")
      case .integrationTimeout: (504, "Endpoint request timed out", "IntegrationTimeoutException")
      case .integrationError: (502, "Internal server error", "InternalServerErrorException")
      case .integrationUnavailable: (503, "Service Unavailable", "ServiceUnavailableException")
      }
    }
  }

  /// One answer as the template describes it.
  struct Customized: Sendable {
    /// The HTTP status; `nil` where the occasion's standard one stays.
    let status: Int?
    /// The headers that the answer has besides the standard ones.
    let headers: [(name: String, value: String)]
    /// The JSON body with its `$context.…` variables; `nil` where the standard one stays.
    let template: String?
  }

  /// The template's answers by type, such as `DEFAULT_4XX`.
  var customized: [String: Customized] = [:]

  /// Adds the resolved properties of an `AWS::ApiGateway::GatewayResponse`.
  ///
  /// - Throws: `TemplateError` where a header is not a fixed text in quotes.
  mutating func add(_ properties: JSON) throws {
    let headers = try FixedHeaders.read(
      properties["ResponseParameters"],
      prefix: "gatewayresponse.header."
    )
    customized[properties["ResponseType"]?.string ?? ""] = Customized(
      status: properties["StatusCode"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } },
      headers: headers,
      template: properties["ResponseTemplates"]?["application/json"]?.string
    )
  }

  /// The answer on an occasion, in `words` where they are known better than the standard ones.
  func answer(_ occasion: Occasion, words: String? = nil, requestID: String) -> WebResponse {
    let standard = occasion.standard
    let isServerFault = standard.status >= 500
    let own =
      customized[occasion.rawValue] ?? customized[isServerFault ? "DEFAULT_5XX" : "DEFAULT_4XX"]
    let sentence = words ?? standard.message
    let message = JSON.string(sentence).text()
    let body = (own?.template ?? "{\"message\":$context.error.messageString}")
      .replacing("$context.error.messageString", with: message)
      .replacing("$context.error.message", with: sentence)
      .replacing("$context.error.responseType", with: occasion.rawValue)
      .replacing("$context.requestId", with: requestID)
    return WebResponse(
      status: own?.status ?? standard.status,
      headers: [("Content-Type", "application/json")] + (own?.headers ?? [])
        + [("x-amzn-ErrorType", standard.errorType)],
      body: Array(body.utf8)
    )
  }
}

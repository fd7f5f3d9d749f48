internal import AWSWire
internal import JSONValue

/// Writes a request as the event that a proxied function gets (version 1.0).
///
/// Source: API Gateway Developer Guide, "Input format of a Lambda function for proxy integration".
struct ProxyEvent {
  /// The request, with its stage and its ids.
  let exchange: RestExchange
  /// The resource that the path matched.
  let resource: RestAPI.Resource
  /// The path parameters by name, percent-encoded as they came.
  let parameters: [String: String]
  /// The value of the caller's API key; `nil` where the method needs none.
  let apiKey: String?
  /// The id of that key; `nil` where the method needs none.
  let apiKeyID: String?
  /// The account that the API belongs to; twelve digits.
  let accountID: String

  /// The event.
  var json: JSON {
    let request = exchange.request
    var headers = JSONObject()
    var allHeaders = JSONObject()
    for (name, value) in requestHeaders {
      headers[name] = .string(value)
      let earlier = allHeaders[name]?.array
      allHeaders[name] = .array(earlier.map { $0 + [.string(value)] } ?? [.string(value)])
    }
    let (query, allQuery) = queryParameters
    return .object([
      "resource": .string(resource.path), "path": .string(String(exchange.path)),
      "httpMethod": .string(request.method), "headers": .object(headers),
      "multiValueHeaders": .object(allHeaders), "queryStringParameters": query,
      "multiValueQueryStringParameters": allQuery,
      "pathParameters": ProxyEvent.map(parameters),
      "stageVariables": ProxyEvent.map(exchange.stage.variables),
      "requestContext": requestContext,
      "body": request.body.isEmpty
        ? nil : .string(String(decoding: request.body, as: UTF8.self)),
      "isBase64Encoded": false,
    ])
  }

  /// The caller's headers, and those that the gateway adds.
  private var requestHeaders: [(String, String)] {
    exchange.request.headers.map { ($0.name, $0.value) } + [
      ("X-Amzn-Trace-Id", exchange.traceID),
      ("X-Forwarded-For", exchange.request.sourceAddress), ("X-Forwarded-Port", exchange.port),
      ("X-Forwarded-Proto", "http"),
    ]
  }

  private var queryParameters: (JSON, JSON) {
    var last = JSONObject()
    var all = JSONObject()
    for pair in exchange.request.query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = ProxyEvent.decoded(parts[0])
      let value = JSON.string(parts.count > 1 ? ProxyEvent.decoded(parts[1]) : "")
      last[name] = value
      all[name] = .array((all[name]?.array ?? []) + [value])
    }
    return last.isEmpty ? (nil, nil) : (.object(last), .object(all))
  }

  private var requestContext: JSON {
    let request = exchange.request
    let host = request.header("host") ?? ""
    let domain = String(Substring(host.utf8.prefix { $0 != UInt8(ascii: ":") }))
    return .object([
      "resourceId": .string(resource.id), "resourcePath": .string(resource.path),
      "httpMethod": .string(request.method),
      "extendedRequestId": .string(exchange.extendedRequestID),
      "requestTime": .string(exchange.requestTime), "path": .string(String(request.path)),
      "accountId": .string(accountID), "protocol": "HTTP/1.1",
      "stage": .string(exchange.stage.name), "domainPrefix": .string(domain),
      "requestTimeEpoch": .number(JSONNumber(Int(exchange.startedAt.milliseconds))),
      "requestId": .string(exchange.requestID), "identity": identity,
      "domainName": .string(host), "deploymentId": .string(exchange.stage.deploymentID),
      "apiId": .string(exchange.stage.api.id),
    ])
  }

  private var identity: JSON {
    var identity: JSONObject = [
      "cognitoIdentityPoolId": nil, "accountId": nil, "cognitoIdentityId": nil, "caller": nil,
      "sourceIp": .string(exchange.request.sourceAddress), "principalOrgId": nil,
      "accessKey": nil, "cognitoAuthenticationType": nil, "cognitoAuthenticationProvider": nil,
      "userArn": nil, "userAgent": JSON(exchange.request.header("user-agent")), "user": nil,
    ]
    if let apiKey {
      identity["apiKey"] = .string(apiKey)
      identity["apiKeyId"] = JSON(apiKeyID)
    }
    return .object(identity)
  }

  private static func map(_ values: [String: String]) -> JSON {
    guard !values.isEmpty else { return nil }
    return .object(
      JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    )
  }

  private static func decoded(_ text: Substring) -> String {
    String(decoding: PercentEncoding.decodedBytes(text, plusIsSpace: true), as: UTF8.self)
  }
}

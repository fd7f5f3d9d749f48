internal import AWSWire
internal import JSONValue

/// Method, path and query of an operation of API Gateway or Lambda.
struct RESTRoute: Hashable, Sendable {
  /// The HTTP method.
  let method: String
  /// Path and query.
  let path: String

  /// Operations to their paths; what is in braces comes from the input, the rest of which goes into
  /// the query.
  private static let paths: [AWSService: [String: String]] = [
    .apiGateway: [
      "GetApiKey": "/apikeys/{apiKey}", "GetApiKeys": "/apikeys", "GetRestApis": "/restapis",
      "GetStages": "/restapis/{restApiId}/stages", "GetUsagePlans": "/usageplans",
      "GetUsagePlanKeys": "/usageplans/{usagePlanId}/keys",
    ],
    .lambda: [
      "GetFunction": "/2015-03-31/functions/{FunctionName}",
      "GetFunctionConfiguration": "/2015-03-31/functions/{FunctionName}/configuration",
    ],
  ]

  /// Finds the way of a call; `nil` where there is none.
  init?(_ call: AWSCall) {
    guard var path = Self.paths[call.service]?[call.operation] else { return nil }
    var query: [String] = []
    for (name, value) in call.input.object ?? [:] {
      let text = PercentEncoding.encode(value.string ?? value.text())
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      if parts.contains("{\(name)}") {
        path = parts.map { $0 == "{\(name)}" ? text[...] : $0 }.joined(separator: "/")
      } else {
        query.append("\(PercentEncoding.encode(name))=\(text)")
      }
    }
    method = "GET"
    self.path = query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
  }
}

extension AWSClient {
  /// Makes a call of a service whose operations have paths of their own.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func send(_ call: AWSCall, _ operation: String, along route: RESTRoute) async throws -> JSON {
    try await exchange(
      Exchange(
        operation: operation,
        service: call.service.signingName,
        endpoint: configuration.endpoints.endpoint(for: call.service),
        method: route.method,
        path: route.path,
        // Without it API Gateway answers in HAL, which has the lists elsewhere.
        headers: ["accept": "application/json"],
        body: [],
        isRepeatable: call.isRepeatable
      )
    )
  }
}

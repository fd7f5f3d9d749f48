package import AWSWire
package import JSONValue

extension AWSClient: AWSCaller {
  /// Makes the call and returns the operation's output.
  ///
  /// - Throws: `AWSError` where the service refused or could not be reached; `CancellationError`.
  package func call(_ call: AWSCall) async throws -> JSON {
    let operation = "\(call.service.signingName) \(call.operation)"
    guard let prefix = call.service.targetPrefix else {
      if let version = QueryForm.version(of: call.service) {
        return try await query(call, operation: operation, version: version)
      }
      if let route = RESTRoute(call) { return try await send(call, operation, along: route) }
      throw unsupported(operation, call)
    }
    let endpoint = configuration.endpoints.endpoint(for: call.service)
    return try await exchange(jsonExchange(call, target: prefix, at: endpoint))
  }

  /// The error of a call in a protocol that this client does not speak.
  func unsupported(_ operation: String, _ call: AWSCall) -> AWSError {
    AWSError(
      kind: .service,
      code: "UnsupportedProtocol",
      message: "calls of \(call.service.signingName) are not possible with this client",
      operation: operation,
      mayHaveBeenSent: false
    )
  }

  /// The request of a call in the JSON protocols.
  func jsonExchange(_ call: AWSCall, target prefix: String, at endpoint: Endpoint) -> Exchange {
    var headers: HTTPHeaders = [
      "content-type": call.service.jsonContentType, "x-amz-target": "\(prefix).\(call.operation)",
    ]
    // CloudWatch then tells its errors by the codes that are documented.
    if call.service == .cloudWatch { headers["x-amzn-query-mode"] = "true" }
    return Exchange(
      operation: "\(call.service.signingName) \(call.operation)",
      service: call.service.signingName,
      endpoint: endpoint,
      method: "POST",
      path: "/",
      headers: headers,
      body: call.input.bytes(),
      isRepeatable: call.isRepeatable
    )
  }

  /// Makes a request to one of the local cloud's own routes, those under `/_rollcall/`.
  ///
  /// - Parameters:
  ///   - method: the method, in capitals.
  ///   - path: the path below the endpoint.
  ///   - body: what is sent as JSON, where anything is.
  /// - Returns: the answer; an empty object where it had no body.
  /// - Throws: `AWSError` where it refused or could not be reached; `CancellationError`.
  package func request(method: String, path: String, body: JSON? = nil) async throws -> JSON {
    try await exchange(
      Exchange(
        operation: "rollcall \(method) \(path)",
        service: "rollcall",
        endpoint: configuration.endpoints.general,
        method: method,
        path: path,
        headers: body == nil ? [] : ["content-type": "application/json"],
        body: body?.bytes() ?? [],
        isRepeatable: method == "GET"
      )
    )
  }
}

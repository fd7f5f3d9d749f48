internal import AWSWire
internal import JSONValue

/// A request to an AWS endpoint, understood: which operation of which service, and in which protocol
/// the answer goes back.
///
/// This folder translates between HTTP and operations. It decides nothing and stores nothing.
struct WireRequest: Sendable {
  /// The protocols in which services are spoken to.
  enum Dialect: Hashable, Sendable {
    /// JSON both ways, the operation in `X-Amz-Target`; whether errors repeat the query code.
    case json(contentType: String, isQueryCompatible: Bool)
    /// A form in, XML out.
    case query
    /// JSON at paths of its own.
    case rest
  }

  /// The service that the operation belongs to.
  let service: AWSService
  /// The operation as the service spells it, such as `PutItem`.
  let operation: String
  /// The operation's input as a JSON object, whatever it was sent as.
  let input: JSON
  /// The protocol in which the answer goes back.
  let dialect: Dialect
}

extension WireRequest {
  /// Understands a request.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - service: the service in the signature's scope.
  /// - Throws: `CloudError` where the operation or the protocol is not known.
  init(_ request: WebRequest, signedFor service: AWSService) throws {
    if let target = request.header("x-amz-target") {
      try self.init(target: target, request, signedFor: service)
    } else if WireRequest.isQuery(request) {
      try self.init(form: request, signedFor: service)
    } else if let route = RESTRoute(request, service: service) {
      try self.init(route: route, request)
    } else {
      throw WireRequest.unspeakable(request, service)
    }
  }

  private init(target: String, _ request: WebRequest, signedFor service: AWSService) throws {
    let parts = target.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2,
      let named = AWSService.allCases.first(where: { $0.targetPrefix == parts[0] })
    else { throw CloudError("UnknownOperationException", "The target \(target) is not known.") }
    try WireRequest.demand(named, signedFor: service)
    self.service = named
    operation = parts[1]
    let contentType = request.header("content-type") ?? ""
    dialect = .json(
      contentType: contentType.hasPrefix("application/x-amz-json-1.")
        ? String(contentType.prefix { $0 != ";" }) : named.jsonContentType,
      isQueryCompatible: request.header("x-amzn-query-mode") == "true"
    )
    do {
      input = request.body.isEmpty ? [:] : try JSON(parsing: request.body)
    } catch {
      throw CloudError("SerializationException", "The body is not JSON: \(error)")
    }
    guard input.object != nil else {
      throw CloudError("SerializationException", "The body is not a JSON object.")
    }
  }

  private init(form request: WebRequest, signedFor service: AWSService) throws {
    let form = QueryForm(request)
    guard let action = form["Action"] else {
      throw CloudError("MissingAction", "The form has no Action.")
    }
    guard let protocolOfService = QueryProtocol.of(service) else {
      throw CloudError(
        "UnsupportedProtocol",
        "\(service.signingName) does not speak the query protocol here."
      )
    }
    self.service = service
    operation = action
    dialect = .query
    input = try protocolOfService.input(of: form)
  }

  private init(route: RESTRoute, _ request: WebRequest) throws {
    service = route.service
    operation = route.operation
    dialect = .rest
    var input = route.input
    if !request.body.isEmpty, route.takesPayload {
      do {
        input["Payload"] = try JSON(parsing: request.body)
      } catch {
        throw CloudError(
          "InvalidRequestContentException",
          "Could not parse request body into json: \(WireRequest.words(error, request.body))"
        )
      }
    }
    if !request.body.isEmpty, route.takesMembers {
      guard let members = try? JSON(parsing: request.body).object else {
        throw CloudError(
          "SerializationException",
          "The body is not a JSON object."
        )
      }
      input = .object(members.merging(input.object ?? [:]))
    }
    self.input = input
  }

  /// What is wrong with a payload, as Lambda tells it where it is one of the usual faults.
  private static func words(_ error: JSONSyntaxError, _ body: [UInt8]) -> String {
    guard let text = String(validating: body, as: UTF8.self) else { return error.description }
    return "Could not parse payload into json: \(error.jacksonWords(in: text))"
  }

  private static func demand(_ service: AWSService, signedFor scope: AWSService) throws {
    guard service == scope else {
      throw CloudError(
        "InvalidSignatureException",
        "Credential should be scoped to correct service: '\(service.signingName)'.",
        status: 403
      )
    }
  }

  /// Whether the body is a form, by its `Content-Type`.
  static func isForm(_ request: WebRequest) -> Bool {
    request.header("content-type")?.hasPrefix("application/x-www-form-urlencoded") == true
  }

  /// Whether a request speaks the query protocol: with a form, or with its action in the query.
  static func isQuery(_ request: WebRequest) -> Bool {
    guard request.path == "/" || request.path.isEmpty else { return false }
    return isForm(request)
      || request.query.split(separator: "&").contains { $0.hasPrefix("Action=") }
  }

  private static func unspeakable(_ request: WebRequest, _ service: AWSService) -> CloudError {
    if request.header("smithy-protocol") != nil {
      return CloudError(
        "UnsupportedProtocol",
        "The local cloud does not speak \(request.header("smithy-protocol") ?? ""): use JSON."
      )
    }
    return CloudError(
      "UnknownOperationException",
      "\(request.method) \(request.path) is no operation of \(service.signingName) here.",
      status: 404
    )
  }
}

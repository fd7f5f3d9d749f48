internal import AWSWire
internal import JSONValue
internal import NIOHTTP1

/// Decides what a request is for: a stage of the REST API, the cloud's own desk, or an operation.
package final class CloudRouter: Sendable {
  /// The most bytes that a compressed body may stand for.
  private static let largestInflated = 20 << 20

  private let gateway: RestGateway
  private let desk: AdminDesk
  private let directory: ServiceDirectory
  private let check: SignatureCheck
  private let clock: any WallClock
  private let identifiers: RandomIdentifiers

  /// Makes a router; `clock` is what the dates of signatures are held against.
  init(
    gateway: RestGateway,
    desk: AdminDesk,
    directory: ServiceDirectory,
    check: SignatureCheck,
    clock: any WallClock,
    identifiers: RandomIdentifiers
  ) {
    self.gateway = gateway
    self.desk = desk
    self.directory = directory
    self.check = check
    self.clock = clock
    self.identifiers = identifiers
  }

  /// Answers a request, whatever it is.
  package func answer(_ request: WebRequest) async -> WebResponse {
    let hosts = request.headers["host"]
    guard hosts.count == 1, LoopbackHost.isLoopback(hosts.first) else {
      return WebResponse(
        status: 403,
        json: [
          "__type": "AccessDeniedException",
          "message": "The Host header must be a loopback name or address.",
        ]
      )
    }
    if let stage = gateway.stage(of: request.path) {
      return await gateway.answer(request, stage)
    }
    if request.path.hasPrefix(AdminDesk.prefix) { return await administer(request) }
    return await operate(request)
  }

  private func operate(_ request: WebRequest) async -> WebResponse {
    let requestID = identifiers.uuid()
    guard !request.isOversized else {
      return answer(to: request, requestID).failure(
        CloudError("RequestEntityTooLargeException", "The body is too large.", status: 413)
      )
    }
    let wire: WireRequest
    let caller: SignatureCheck.Caller
    do {
      caller = try check.caller(of: request, now: clock.now)
      let plain = try request.inflated(limit: CloudRouter.largestInflated)
      wire = try WireRequest(plain, signedFor: caller.service)
    } catch {
      return answer(to: request, requestID).failure(CloudRouter.cloudError(error))
    }
    let answer = WireAnswer(dialect: wire.dialect, service: wire.service, requestID: requestID)
    let context = CallContext(
      requestID: requestID,
      now: clock.now,
      accessKeyID: caller.accessKeyID,
      callerARN: caller.function?.arn
    )
    do {
      try caller.function?.check(wire.service, wire.operation, wire.input)
      let service = try directory.service(wire.service)
      if let streaming = service as? any StreamingService,
        let stream = try await streaming.openStream(wire.operation, wire.input, context)
      {
        return answer.stream(stream)
      }
      let output = try await service.perform(wire.operation, wire.input, context)
      return answer.success(output, of: wire.operation)
    } catch {
      return answer.failure(CloudRouter.cloudError(error))
    }
  }

  private func administer(_ request: WebRequest) async -> WebResponse {
    if request.method == "GET", request.path == "\(AdminDesk.prefix)health" {
      return desk.health()
    }
    do {
      try check.checkDesk(request, now: clock.now)
      return try await desk.answer(request)
    } catch {
      let error = CloudRouter.cloudError(error)
      return WebResponse(
        status: error.status,
        json: ["__type": .string(error.code), "message": .string(error.message)]
      )
    }
  }

  /// How a request is answered that could not be understood: in the protocol it looks like.
  private func answer(to request: WebRequest, _ requestID: String) -> WireAnswer {
    let scope =
      request.header("authorization").flatMap { try? SignatureHeader($0) }?.service
      ?? (try? PresignedQuery(request))?.header.service
    let service = scope.flatMap { AWSService(signingName: $0) }
    if let target = request.header("x-amz-target") {
      let named = AWSService.allCases.first { service in
        service.targetPrefix.map { target.hasPrefix("\($0).") } ?? false
      }
      return WireAnswer(
        dialect: .json(
          contentType: (named ?? .dynamoDB).jsonContentType,
          isQueryCompatible: request.header("x-amzn-query-mode") == "true"
        ),
        service: named ?? .states,
        requestID: requestID
      )
    }
    if WireRequest.isQuery(request) || WireRequest.isForm(request) {
      return WireAnswer(
        dialect: .query,
        service: service ?? .sts,
        requestID: requestID
      )
    }
    return WireAnswer(dialect: .rest, service: service ?? .apiGateway, requestID: requestID)
  }

  private static func cloudError(_ error: any Error) -> CloudError {
    if let error = error as? CloudError { return error }
    if error is CancellationError {
      return CloudError("ServiceUnavailable", "The local cloud is closing.", status: 503)
    }
    return CloudError("InternalFailure", "\(error)", status: 500)
  }
}

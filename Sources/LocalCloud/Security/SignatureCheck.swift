internal import AWSWire
internal import NIOHTTP1

/// Verifies Signature Version 4 of requests against the cloud's key pairs.
struct SignatureCheck: Sendable {
  /// How far a request's date may be from the clock, in milliseconds.
  static let tolerance: Int64 = 5 * 60 * 1000

  /// The services that the cloud has: no S3, as the functions' code comes by UpdateFunctionCode, and no
  /// secrets, as its API key is in its folder.
  static let services = AWSService.allCases.filter { ![.s3, .secretsManager].contains($0) }

  /// The region that signatures must be made for.
  let region: String
  private let ring: KeyRing

  /// Checks signatures made with the keys of `ring` for services in `region`.
  init(ring: KeyRing, region: String) { (self.ring, self.region) = (ring, region) }

  /// Who signed a request, and for which service.
  struct Caller: Hashable, Sendable {
    /// The id of the key pair that it signed with.
    let accessKeyID: String
    /// The service in the signature's scope.
    let service: AWSService
    /// The function that signed it; `nil` for the owner.
    var function: FunctionCaller?
  }

  /// Checks a request's signature.
  ///
  /// - Parameters:
  ///   - request: the request as it came.
  ///   - now: the present moment.
  /// - Returns: who signed it.
  /// - Throws: `CloudError` with the services' codes where it is missing, malformed, old or wrong.
  func caller(of request: WebRequest, now: Instant) throws -> Caller {
    let (header, key) = try verified(request, now: now)
    guard let service = AWSService(signingName: header.service),
      SignatureCheck.services.contains(service)
    else {
      let names = SignatureCheck.services.map(\.signingName).sorted().joined(separator: ", ")
      throw CloudError(
        "UnknownOperationException",
        "The local cloud has no service '\(header.service)'. It has \(names).",
        status: 404
      )
    }
    return Caller(
      accessKeyID: header.accessKeyID,
      service: service,
      function: key.function
    )
  }

  /// Checks the signature of a request to the cloud's own desk, whose service is `rollcall`.
  ///
  /// - Throws: `CloudError` as `caller(of:now:)` does.
  func checkDesk(_ request: WebRequest, now: Instant) throws {
    let (header, key) = try verified(request, now: now)
    guard key.function == nil else {
      throw CloudError("AccessDeniedException", "Functions may not ask here.", status: 403)
    }
    guard header.service == "rollcall" else {
      throw wrong("Credential should be scoped to correct service: 'rollcall'.")
    }
  }

  private func verified(
    _ request: WebRequest,
    now: Instant
  ) throws -> (header: SignatureHeader, key: KeyRing.Key) {
    let presigned = try PresignedQuery(request)
    let header: SignatureHeader
    if let authorization = request.header("authorization") {
      guard presigned == nil else {
        throw wrong(
          "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
        )
      }
      header = try SignatureHeader(authorization)
    } else if let presigned {
      header = presigned.header
    } else {
      throw CloudError(
        "MissingAuthenticationTokenException",
        "Request is missing Authentication Token",
        status: 403
      )
    }
    let date =
      try presigned.map { try self.date(of: $0, now) } ?? self.date(of: request, header, now)
    let token = presigned?.token ?? request.header("x-amz-security-token")
    guard let key = ring.key(header.accessKeyID, token: token) else {
      throw CloudError(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
        status: 403
      )
    }
    guard header.region == region else {
      throw wrong(
        "Credential should be scoped to a valid region; the local cloud is in '\(region)'."
      )
    }
    // What a presigned URL is for must not be left to whoever has it.
    let needed =
      presigned == nil
      ? ["host", "x-amz-date"]
      : ["host", "x-amz-target"].filter {
        request.headers.contains(name: $0)
      }
    for name in needed where !header.signedHeaders.contains(name) {
      if name == "x-amz-date", header.signedHeaders.contains("date") { continue }
      throw wrong("'\(name)' must be a 'SignedHeader' in the AWS Authorization.")
    }
    try checkSignature(
      of: request,
      target: presigned?.target ?? request.target,
      header,
      key,
      date: date
    )
    return (header, key)
  }

  private func date(of presigned: PresignedQuery, _ now: Instant) throws -> String {
    try check(
      presigned.date,
      presigned.header,
      now,
      lifetime: presigned.lifetime.map { Int64($0) * 1000 } ?? SignatureCheck.tolerance
    )
    return presigned.date
  }

  private func date(
    of request: WebRequest,
    _ header: SignatureHeader,
    _ now: Instant
  ) throws -> String {
    guard let text = request.header("x-amz-date") ?? request.header("date"),
      Instant(iso8601: text) != nil
    else {
      throw CloudError(
        "IncompleteSignatureException",
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        status: 400
      )
    }
    try check(text, header, now, lifetime: SignatureCheck.tolerance)
    return text
  }

  /// Refuses a date that is not of the credential's day, is in the future, or is older than
  /// `lifetime` milliseconds.
  private func check(
    _ text: String,
    _ header: SignatureHeader,
    _ now: Instant,
    lifetime: Int64
  ) throws {
    guard let date = Instant(iso8601: text), text.hasPrefix(header.day) else {
      throw wrong("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date")
    }
    let (stamp, limit) = (now.basicISO8601, SignatureCheck.tolerance)
    if now - date > lifetime {
      let span = lifetime % 60_000 == 0 ? "\(lifetime / 60_000) min." : "\(lifetime / 1000) s"
      throw wrong(
        "Signature expired: \(text) is now earlier than "
          + "\((now + -lifetime).basicISO8601) (\(stamp) - \(span))"
      )
    }
    if date - now > limit {
      throw wrong(
        "Signature not yet current: \(text) is still later than "
          + "\((now + limit).basicISO8601) (\(stamp) + 5 min.)"
      )
    }
  }

  private func checkSignature(
    of request: WebRequest,
    target: String,
    _ header: SignatureHeader,
    _ key: KeyRing.Key,
    date: String
  ) throws {
    let bodyHash = Digest.sha256Hex(request.body)
    if let claimed = request.header("x-amz-content-sha256"), claimed != bodyHash {
      throw wrong("The provided 'x-amz-content-sha256' header does not match what was computed.")
    }
    var signed: [(name: String, value: String)] = []
    signed.reserveCapacity(header.signedHeaders.count)
    for name in header.signedHeaders {
      let values = request.headers[name]
      guard !values.isEmpty else {
        throw wrong("'\(name)' is a 'SignedHeader' but is not in the request.")
      }
      for value in values { signed.append((name, value)) }
    }
    let signer = SignatureV4(region: header.region, service: header.service)
    let expected = signer.sign(
      method: request.method,
      target: target,
      headers: signed,
      payloadHash: bodyHash,
      date: date,
      accessKeyID: key.credentials.accessKeyID,
      key: key.signingKeys.key(of: signer, day: String(date.prefix(8)))
    )
    guard Digest.areEqual(expected.signature, header.signature) else {
      throw wrong(
        "The request signature we calculated does not match the signature you provided. Check "
          + "your AWS Secret Access Key and signing method. Consult the service documentation for "
          + "details."
      )
    }
  }

  private func wrong(_ message: String) -> CloudError {
    CloudError("InvalidSignatureException", message, status: 403)
  }
}

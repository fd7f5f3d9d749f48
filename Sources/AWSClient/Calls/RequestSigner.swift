internal import AWSWire

/// Puts a signature on requests to one endpoint.
struct RequestSigner: Sendable {
  /// The region in the signature's scope.
  let region: String
  /// The signing name of the service.
  let service: String

  /// The request with the headers that prove who sent it.
  ///
  /// Host, content type and `x-amz-*` are signed and nothing else: other headers may be changed on
  /// the way.
  ///
  /// - Parameters:
  ///   - request: the request; its URL is the endpoint's with `target` behind it.
  ///   - host: the host, with the port where it isn't the scheme's.
  ///   - target: path and query as they go over the wire.
  ///   - credentials: whose signature it is.
  ///   - date: when it is signed.
  /// - Returns: the request with its signature.
  func signed(
    _ request: HTTPRequest,
    host: String,
    target: String,
    credentials: AWSCredentials,
    date: Instant
  ) -> HTTPRequest {
    var request = request
    let stamp = date.basicISO8601
    request.headers["host"] = host
    request.headers["x-amz-date"] = stamp
    request.headers["x-amz-security-token"] = credentials.sessionToken
    let payloadHash = Digest.sha256Hex(request.body)
    // S3 wants the body's hash in a header, and the path as it travels.
    let isStorage = service == AWSService.s3.signingName
    if isStorage { request.headers["x-amz-content-sha256"] = payloadHash }
    let covered = request.headers.fields.filter { field in
      let name = field.name.lowercased()
      return name == "host" || name == "content-type" || name.hasPrefix("x-amz-")
    }
    request.headers["authorization"] =
      SignatureV4(region: region, service: service, normalizesPath: !isStorage).sign(
        method: request.method,
        target: target,
        headers: covered.map { (name: $0.name, value: $0.value) },
        payloadHash: payloadHash,
        date: stamp,
        credentials: credentials
      ).authorization
    return request
  }
}

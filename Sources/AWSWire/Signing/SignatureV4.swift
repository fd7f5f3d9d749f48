/// A key pair that signs requests, with the token that a temporary one carries.
package struct AWSCredentials: Hashable, Sendable {
  /// The public half.
  package var accessKeyID: String
  /// The secret half; never logged, drawn or written to a journal.
  package var secretAccessKey: String
  /// The token of temporary credentials.
  package var sessionToken: String?

  /// Makes a key pair.
  package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible {
  /// The public half only.
  package var description: String { "AWSCredentials(\(accessKeyID))" }

  /// The public half only.
  package var debugDescription: String { description }
}

/// AWS Signature Version 4 of one HTTP request, in the header form.
///
/// Source: AWS IAM User Guide, "Create a signed AWS API request". A pure function of its inputs, so
/// a test can compare whole strings, and the local cloud verifies with the same code.
package struct SignatureV4: Hashable, Sendable {
  /// The region in the signature's scope.
  package var region: String
  /// The service's signing name in the signature's scope.
  package var service: String
  /// Whether `.`, `..` and repeated slashes are taken out of the path first (all but S3).
  package var normalizesPath: Bool

  /// Makes a signer for one region and service.
  package init(region: String, service: String, normalizesPath: Bool = true) {
    self.region = region
    self.service = service
    self.normalizesPath = normalizesPath
  }

  /// What a signature was made from, to compare where one is refused.
  package struct Signed: Hashable, Sendable {
    /// The canonical request.
    package let canonicalRequest: String
    /// The string to sign.
    package let stringToSign: String
    /// The signature, 64 hexadecimal digits.
    package let signature: String
    /// The value of the `Authorization` header.
    package let authorization: String
  }

  /// Signs one request.
  ///
  /// - Parameters:
  ///   - method: the HTTP method.
  ///   - target: path and query exactly as they go over the wire.
  ///   - headers: the headers to sign, `host` and `x-amz-date` among them.
  ///   - payloadHash: the SHA-256 of the body, in hexadecimal.
  ///   - date: the request's date in the form `20260102T030405Z`.
  ///   - credentials: the key pair.
  /// - Returns: the signature and what it was made from.
  package func sign(
    method: String,
    target: String,
    headers: [(name: String, value: String)],
    payloadHash: String,
    date: String,
    credentials: AWSCredentials
  ) -> Signed {
    sign(
      method: method,
      target: target,
      headers: headers,
      payloadHash: payloadHash,
      date: date,
      accessKeyID: credentials.accessKeyID,
      key: signingKey(secret: credentials.secretAccessKey, day: String(date.prefix(8)))
    )
  }

  /// Signs one request with a key that is known already, which saves half of the work.
  ///
  /// - Parameters:
  ///   - method: the HTTP method.
  ///   - target: path and query exactly as they go over the wire.
  ///   - headers: the headers to sign, `host` and `x-amz-date` among them.
  ///   - payloadHash: the SHA-256 of the body, in hexadecimal.
  ///   - date: the request's date in the form `20260102T030405Z`.
  ///   - accessKeyID: the public half of the key pair.
  ///   - key: the `signingKey` of the secret half for the day of `date`.
  /// - Returns: the signature and what it was made from.
  package func sign(
    method: String,
    target: String,
    headers: [(name: String, value: String)],
    payloadHash: String,
    date: String,
    accessKeyID: String,
    key: [UInt8]
  ) -> Signed {
    let (names, canonicalHeaders) = SignatureV4.canonicalHeaders(headers)
    let (path, query) = SignatureV4.split(target)
    let canonicalRequest = [
      method, canonicalPath(path), SignatureV4.canonicalQuery(query), canonicalHeaders, names,
      payloadHash,
    ].joined(separator: "\n")
    let scope = "\(date.prefix(8))/\(region)/\(service)/aws4_request"
    let stringToSign =
      "AWS4-HMAC-SHA256\n\(date)\n\(scope)\n\(Digest.sha256Hex(canonicalRequest.utf8))"
    let signature = Digest.hex(Digest.hmac(key: key, stringToSign.utf8))
    return Signed(
      canonicalRequest: canonicalRequest,
      stringToSign: stringToSign,
      signature: signature,
      authorization: "AWS4-HMAC-SHA256 Credential=\(accessKeyID)/\(scope), "
        + "SignedHeaders=\(names), Signature=\(signature)"
    )
  }

  /// The key that signs all requests of one day, region and service.
  package func signingKey(secret: String, day: String) -> [UInt8] {
    [day, region, service, "aws4_request"].reduce(Array("AWS4\(secret)".utf8)) { key, part in
      Digest.hmac(key: key, part.utf8)
    }
  }

  private func canonicalPath(_ path: Substring) -> String {
    let path = path.isEmpty ? "/" : String(path)
    if path == "/" { return path }
    // As it travels; a space cannot, and whoever sends one escapes it on the way.
    guard normalizesPath else {
      return path.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "%20")
    }
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
    }
    let joined = "/" + segments.joined(separator: "/")
    let normalized = path.hasSuffix("/") && joined != "/" ? joined + "/" : joined
    return PercentEncoding.encode(normalized, keepingSlash: true)
  }

  private static func split(_ target: String) -> (path: Substring, query: Substring) {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target[...], "") }
    return (target[..<mark], target[target.utf8.index(after: mark)...])
  }

  private static func canonicalQuery(_ query: Substring) -> String {
    let pairs = query.split(separator: "&").map { pair -> (name: String, value: String) in
      let equals = pair.firstIndex(of: "=")
      let name = equals.map { pair[..<$0] } ?? pair
      let value = equals.map { pair[pair.index(after: $0)...] } ?? ""
      return (reencoded(name), reencoded(value))
    }
    return pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
      .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  private static func reencoded(_ text: Substring) -> String {
    PercentEncoding.encode(bytes: PercentEncoding.decodedBytes(text))
  }

  /// The signed headers' names, and the lines that go into the canonical request.
  private static func canonicalHeaders(
    _ headers: [(name: String, value: String)]
  ) -> (names: String, lines: String) {
    // The sort is stable: values of one name stay in their order.
    let sorted = headers.map { (name: lowered($0.name), value: collapsed($0.value)) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var (names, lines, last) = ("", "", "")
    for (name, value) in sorted {
      if !names.isEmpty, name == last {
        lines += ","
      } else {
        if !names.isEmpty {
          names += ";"
          lines += "\n"
        }
        names += name
        lines += name
        lines += ":"
        last = name
      }
      lines += value
    }
    return (names, names.isEmpty ? "" : lines + "\n")
  }

  private static func lowered(_ name: String) -> String {
    let isLower = name.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
    return isLower ? name : name.lowercased()
  }

  /// The value without white space at its ends, and one space for each run of it inside.
  private static func collapsed(_ value: String) -> String {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }
    var wasSpace = true
    var isCollapsed = true
    for byte in value.utf8 {
      let space = isSpace(byte)
      if space, wasSpace || byte != 0x20 { isCollapsed = false }
      wasSpace = space
    }
    if isCollapsed, !wasSpace || value.isEmpty { return value }
    return value.utf8.split(whereSeparator: isSpace).map { String(Substring($0)) }
      .joined(separator: " ")
  }
}

internal import AWSWire

/// A signature that a request carries in its query instead of in headers: a presigned URL.
///
/// Source: AWS IAM User Guide, "Add the signature to the request", query string parameters.
struct PresignedQuery: Sendable {
  /// The longest that a URL may be good, in seconds: a week.
  private static let longest = 604_800

  /// What the `Authorization` header would say.
  let header: SignatureHeader
  /// When it was signed, such as `20260102T030405Z`.
  let date: String
  /// How long it is good, in seconds, where it says.
  let lifetime: Int?
  /// The token of temporary credentials.
  let token: String?
  /// The request's target without the signature, which is what was signed.
  let target: String

  /// Reads the query; `nil` where it carries no signature.
  ///
  /// - Throws: `CloudError` as the services answer a malformed one.
  init?(_ request: WebRequest) throws {
    guard PresignedQuery.isIn(request.query) else { return nil }
    let fields = PresignedQuery.fields(request.query)
    var values: [String: String] = [:]
    for (name, value, _) in fields where name.hasPrefix("x-amz-") { values[name] = value }
    let needed = ["Algorithm", "Credential", "Signature", "SignedHeaders", "Date"]
    let missing = needed.filter { values["x-amz-\($0.lowercased())"]?.isEmpty ?? true }
    guard missing.isEmpty else {
      throw PresignedQuery.incomplete(
        missing.map { "AWS query-string parameters must include 'X-Amz-\($0)'. " }.joined()
          + "Re-examine the query-string parameters."
      )
    }
    func value(_ name: String) -> String { values["x-amz-\(name)"] ?? "" }
    header = try SignatureHeader(
      "\(value("algorithm")) Credential=\(value("credential")), "
        + "SignedHeaders=\(value("signedheaders")), Signature=\(value("signature"))"
    )
    date = value("date")
    guard Instant(iso8601: date) != nil, date.hasSuffix("Z"), !date.contains("-") else {
      throw PresignedQuery.incomplete("Date must be in ISO-8601 'basic format'. Got '\(date)'.")
    }
    token = values["x-amz-security-token"]
    lifetime = try values["x-amz-expires"].map { text in
      guard let seconds = Int(text), (1...PresignedQuery.longest).contains(seconds) else {
        throw PresignedQuery.incomplete(
          "X-Amz-Expires must be a number of seconds from 1 to \(PresignedQuery.longest). "
            + "Got '\(text)'."
        )
      }
      return seconds
    }
    let kept = fields.filter { $0.name != "x-amz-signature" }.map(\.raw).joined(separator: "&")
    target = kept.isEmpty ? String(request.path) : "\(request.path)?\(kept)"
  }

  /// Whether a query carries anything of a signature.
  static func isIn(_ query: Substring) -> Bool {
    // Most requests have no query at all.
    !query.isEmpty && fields(query).contains { isPart($0.name) }
  }

  /// Whether a parameter, named in lower case, is part of the signature and not of the input.
  static func isPart(_ name: String) -> Bool {
    [
      "x-amz-algorithm", "x-amz-credential", "x-amz-signature", "x-amz-signedheaders", "x-amz-date",
      "x-amz-expires", "x-amz-security-token",
    ].contains(name)
  }

  /// The parameters: names in lower case, values, and each as it came.
  private static func fields(_ query: Substring) -> [(name: String, value: String, raw: Substring)]
  {
    query.split(separator: "&").map { raw in
      let parts = raw.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      func text(_ part: Substring) -> String {
        String(decoding: PercentEncoding.decodedBytes(part), as: UTF8.self)
      }
      return (text(parts[0]).lowercased(), parts.count > 1 ? text(parts[1]) : "", raw)
    }
  }

  private static func incomplete(_ message: String) -> CloudError {
    CloudError("IncompleteSignatureException", message, status: 400)
  }
}

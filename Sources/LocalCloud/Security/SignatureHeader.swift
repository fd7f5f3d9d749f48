/// The parts of an `Authorization` header of Signature Version 4.
struct SignatureHeader: Hashable, Sendable {
  let accessKeyID: String
  let day: String
  let region: String
  let service: String
  let signedHeaders: [String]
  let signature: String

  /// Reads the header's value.
  ///
  /// - Throws: `CloudError` as the services answer a malformed one.
  init(_ value: String) throws {
    let algorithm = "AWS4-HMAC-SHA256 "
    guard value.hasPrefix(algorithm) else {
      throw SignatureHeader.incomplete("Unsupported AWS 'algorithm': it must be AWS4-HMAC-SHA256.")
    }
    var fields: [Substring: Substring] = [:]
    for part in value.dropFirst(algorithm.count).split(separator: ",") {
      let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { fields[pair[0]] = pair[1] }
    }
    for name in ["Credential", "Signature", "SignedHeaders"] where fields[Substring(name)] == nil {
      throw SignatureHeader.incomplete("Authorization header requires '\(name)' parameter.")
    }
    let scope = (fields["Credential"] ?? "").split(
      separator: "/",
      omittingEmptySubsequences: false
    )
    guard scope.count == 5, scope[4] == "aws4_request" else {
      throw SignatureHeader.incomplete(
        "Credential must have exactly 5 slash-delimited elements, e.g. "
          + "keyid/date/region/service/term."
      )
    }
    accessKeyID = String(scope[0])
    day = String(scope[1])
    region = String(scope[2])
    service = String(scope[3])
    signedHeaders = (fields["SignedHeaders"] ?? "").split(separator: ";").map(String.init)
    signature = String(fields["Signature"] ?? "")
  }

  private static func incomplete(_ message: String) -> CloudError {
    CloudError("IncompleteSignatureException", message, status: 400)
  }
}

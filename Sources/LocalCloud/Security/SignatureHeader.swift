/// The parts of an `Authorization` header of Signature Version 4.
struct SignatureHeader: Hashable, Sendable {
  /// The id of the key pair that signed.
  let accessKeyID: String
  /// The day in the scope, such as `20260102`.
  let day: String
  /// The region in the scope.
  let region: String
  /// The service in the scope by its signing name, such as `dynamodb`.
  let service: String
  /// The names of the headers that were signed, in their order.
  let signedHeaders: [String]
  /// The signature itself in hexadecimal.
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
    for part in SignatureHeader.split(value.utf8.dropFirst(algorithm.utf8.count), at: ",") {
      let field = part.utf8.drop { $0 == UInt8(ascii: " ") }
      guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let (name, value) = (field[..<equals], field[field.index(after: equals)...])
      if !name.isEmpty, !value.isEmpty { fields[Substring(name)] = Substring(value) }
    }
    for name in ["Credential", "Signature", "SignedHeaders"] where fields[Substring(name)] == nil {
      throw SignatureHeader.incomplete("Authorization header requires '\(name)' parameter.")
    }
    let scope = SignatureHeader.split((fields["Credential"] ?? "").utf8, at: "/", keepsEmpty: true)
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
    signedHeaders = SignatureHeader.split((fields["SignedHeaders"] ?? "").utf8, at: ";")
      .map { String($0) }
    signature = String(fields["Signature"] ?? "")
  }

  private static func split(
    _ text: Substring.UTF8View,
    at separator: Unicode.Scalar,
    keepsEmpty: Bool = false
  ) -> [Substring] {
    text.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: !keepsEmpty)
      .map { Substring($0) }
  }

  private static func incomplete(_ message: String) -> CloudError {
    CloudError("IncompleteSignatureException", message, status: 400)
  }
}

internal import AWSWire
internal import JSONValue

/// What is known of a function's code and of its last change.
///
/// This folder keeps the code that callers upload: it checks zip files, stores them and unpacks them.
/// It knows nothing of processes.
struct UploadedCode: Hashable, Sendable {
  /// The zip file's SHA-256 in hexadecimal digits; `nil` where the function runs in this process.
  var digest: String?
  /// How many bytes the zip file has.
  var size: Int
  /// Changes with each change of the function.
  var revision: String
  /// When the function was last changed.
  var modified: Instant

  /// The members by which a function's configuration tells them.
  var configuration: JSONObject {
    [
      "CodeSize": JSON(size), "CodeSha256": .string(Base64.text(digestBytes)),
      "LastModified": .string(UploadedCode.stamp(modified)), "RevisionId": .string(revision),
    ]
  }

  /// The digest's bytes; that of nothing where there is no zip file.
  private var digestBytes: [UInt8] {
    guard let digest else { return Digest.sha256([]) }
    let digits = digest.utf8.map {
      UInt8(truncatingIfNeeded: Character(UnicodeScalar($0)).hexDigitValue ?? 0)
    }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// A moment as Lambda writes it: `2026-01-02T03:04:05.678+0000`.
  private static func stamp(_ moment: Instant) -> String {
    "\(moment.iso8601.dropLast())+0000"
  }
}

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
      "CodeSize": JSON(size), "CodeSha256": .string(Base64Bytes.encode(digestBytes)),
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

extension Base64Bytes {
  /// `bytes` in Base64, padded.
  static func encode(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(
          place <= group.count ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "=")
        )
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that a whole, padded Base64 text stands for; `nil` where it is not one.
  ///
  /// It is made for texts of many megabytes.
  static func decodeWhole(_ text: String) -> [UInt8]? {
    var values = [UInt8](repeating: 255, count: 256)
    for (index, letter) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
      .enumerated()
    {
      values[Int(letter)] = UInt8(index)
    }
    var text = text
    return text.withUTF8 { utf8 -> [UInt8]? in
      guard utf8.count % 4 == 0 else { return nil }
      let padding = utf8.suffix(2).count { $0 == UInt8(ascii: "=") }
      let letters = utf8.dropLast(padding)
      var isValid = true
      let bytes = [UInt8](unsafeUninitializedCapacity: utf8.count / 4 * 3 + 3) { buffer, count in
        var (word, bits, written) = (UInt32(0), 0, 0)
        for letter in letters {
          let value = values[Int(letter)]
          if value == 255 {
            isValid = false
            break
          }
          word = word << 6 | UInt32(value)
          bits += 6
          if bits >= 8 {
            bits -= 8
            buffer[written] = UInt8(truncatingIfNeeded: word >> UInt32(bits))
            written += 1
          }
        }
        count = written
      }
      return isValid ? bytes : nil
    }
  }
}

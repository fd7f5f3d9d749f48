/// Binary values as the wire has them (RFC 4648 section 4).
enum Base64Text {
  /// The bytes that `text` stands for.
  ///
  /// - Throws: `CloudError` where it is not base64.
  static func bytes(_ text: String) throws -> [UInt8] {
    let fault = CloudError(
      "SerializationException",
      "Base64 encoded length is expected a multiple of 4 bytes but "
        + "found: \(text.utf8.count)"
    )
    let source = Array(text.utf8)
    guard source.count.isMultiple(of: 4) else { throw fault }
    var (out, buffer, bits): ([UInt8], UInt32, Int) = ([], 0, 0)
    let body = source.prefix { $0 != UInt8(ascii: "=") }
    guard source.count - body.count <= 2 else { throw fault }
    for byte in body {
      guard let value = value(byte) else { throw fault }
      buffer = buffer << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return out
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

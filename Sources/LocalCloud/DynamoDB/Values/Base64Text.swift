internal import AWSWire

/// Binary values as the wire has them.
enum Base64Text {
  /// The bytes that `text` stands for.
  ///
  /// - Throws: `CloudError` where it is not base64.
  static func bytes(_ text: String) throws -> [UInt8] {
    guard let bytes = Base64.bytes(text) else {
      throw CloudError(
        "SerializationException",
        "Base64 encoded length is expected a multiple of 4 bytes but found: \(text.utf8.count)"
      )
    }
    return bytes
  }
}

/// A document is written and read as itself, its numbers digit for digit.
extension JSON: Codable {
  /// Reads the document that stands there.
  ///
  /// - Throws: `DecodingError` where what is read is no JSON.
  package init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? JSONDecoding else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "JSON is read from JSON alone")
      )
    }
    self = decoder.json
  }

  /// Puts the document there.
  ///
  /// - Throws: `EncodingError` where what is written is no JSON.
  package func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? JSONEncoding else {
      throw EncodingError.invalidValue(
        self,
        .init(codingPath: encoder.codingPath, debugDescription: "JSON is written as JSON alone")
      )
    }
    encoder.node.set(.whole(self))
  }
}

/// A colour is written as theme files have it.
extension Color: Codable {
  /// Reads a colour.
  ///
  /// - Throws: `DecodingError` where there is no such colour.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let color = Color(name: name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no colour")
    }
    self = color
  }

  /// Writes a colour.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

/// Attributes are written as their bits.
extension Attributes: Codable {}

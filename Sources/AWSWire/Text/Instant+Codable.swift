/// A moment is written as its milliseconds.
extension Instant: Codable {
  /// Reads milliseconds since the epoch.
  ///
  /// - Throws: `DecodingError` where there is no whole number.
  package init(from decoder: any Decoder) throws {
    self.init(milliseconds: try decoder.singleValueContainer().decode(Int64.self))
  }

  /// Writes milliseconds since the epoch.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}

/// A moment is written as its milliseconds.
extension Instant: Codable {
  /// How far from the epoch a moment may be that is read, in milliseconds: farther than any clock
  /// shows, and near enough for all sums of moments.
  private static let readable: ClosedRange<Int64> = -1_000_000_000_000_000...1_000_000_000_000_000

  /// Reads milliseconds since the epoch.
  ///
  /// - Throws: `DecodingError` where there is no whole number, or one that is no moment.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let milliseconds = try container.decode(Int64.self)
    guard Instant.readable.contains(milliseconds) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no moment")
    }
    self.init(milliseconds: milliseconds)
  }

  /// Writes milliseconds since the epoch.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}

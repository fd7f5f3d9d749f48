extension Size: Codable {
  /// The most cells a screen has in either direction: no terminal has more, and a size from a file
  /// must not take all memory.
  private static let greatest = 2000

  private enum CodingKeys: CodingKey {
    case columns, rows
  }

  /// Reads a size; what no screen has is an error.
  ///
  /// - Throws: `DecodingError`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let columns = try container.decode(Int.self, forKey: .columns)
    let rows = try container.decode(Int.self, forKey: .rows)
    guard (0...Size.greatest).contains(columns), (0...Size.greatest).contains(rows) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no screen is that large")
      )
    }
    self.init(columns: columns, rows: rows)
  }

  /// Writes a size.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(columns, forKey: .columns)
    try container.encode(rows, forKey: .rows)
  }
}

internal import CustomerDomain

/// A log line in full is written as the event that it was laid out of.
extension LogDetail: Codable {
  private enum CodingKeys: CodingKey {
    case sequence, event
  }

  /// Reads an event, and lays it out.
  ///
  /// - Throws: `DecodingError`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      sequence: try container.decode(Int.self, forKey: .sequence),
      event: try container.decode(LogEvent.self, forKey: .event)
    )
  }

  /// Writes the event.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(event, forKey: .event)
  }
}

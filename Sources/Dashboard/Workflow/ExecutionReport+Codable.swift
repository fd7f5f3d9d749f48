internal import CustomerDomain

/// A report is written as the run that it was laid out of.
extension ExecutionReport: Codable {
  private enum CodingKeys: CodingKey {
    case detail
  }

  /// Reads a run, and lays it out.
  ///
  /// - Throws: `DecodingError`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try container.decode(ExecutionDetail.self, forKey: .detail))
  }

  /// Writes the run.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(detail, forKey: .detail)
  }
}

extension SafeText {
  /// Which rules make text safe and measure it.
  ///
  /// Another number where the same bytes may come out as other cells. They depend on no locale.
  package static let rules = 1
}

/// Safe text is written as its text, and where marks stand in it.
extension SafeText: Codable {
  private enum CodingKeys: CodingKey {
    case text, marks
  }

  /// Reads text, and makes it safe: it may come from anybody's file.
  ///
  /// - Throws: `DecodingError` where there is no text.
  package init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let text = try container.decode(String.self, forKey: .text)
    let bounds = try container.decode([Int].self, forKey: .marks)
    let marks = stride(from: 0, to: bounds.count - 1, by: 2).compactMap { index in
      bounds[index] <= bounds[index + 1] ? bounds[index]..<bounds[index + 1] : nil
    }
    self.init(text, marks: marks)
  }

  /// Writes the text.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    guard hasMarks else {
      var container = encoder.singleValueContainer()
      return try container.encode(text)
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(text, forKey: .text)
    try container.encode(marks.flatMap { [$0.lowerBound, $0.upperBound] }, forKey: .marks)
  }
}

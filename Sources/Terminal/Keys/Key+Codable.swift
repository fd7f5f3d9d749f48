/// A key is written by its name; what has none that leads back to it, by its parts.
extension Key: Codable {
  private enum CodingKeys: CodingKey {
    case character, function, modifiers
  }

  /// Reads a key.
  ///
  /// - Throws: `DecodingError` where there is no such key.
  package init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      guard let key = Key(name: name) else { throw Key.unknown(decoder) }
      self = key
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(.enter)
    modifiers = try container.decode(Modifiers.self, forKey: .modifiers)
    if let number = try container.decodeIfPresent(Int.self, forKey: .function) {
      code = .function(number)
    } else {
      let text = try container.decode(String.self, forKey: .character)
      guard let character = text.first, text.count == 1 else { throw Key.unknown(decoder) }
      code = .character(character)
    }
  }

  /// Writes a key.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    if Key(name: name) == self {
      var container = encoder.singleValueContainer()
      return try container.encode(name)
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(modifiers, forKey: .modifiers)
    switch code {
    case .character(let character): try container.encode(String(character), forKey: .character)
    case .function(let number): try container.encode(number, forKey: .function)
    default:
      throw EncodingError.invalidValue(
        self,
        .init(codingPath: encoder.codingPath, debugDescription: "a key without a name")
      )
    }
  }

  private static func unknown(_ decoder: any Decoder) -> DecodingError {
    .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no key"))
  }
}

/// Modifiers are written as their bits.
extension Modifiers: Codable {}

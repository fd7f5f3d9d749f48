/// Something that was laid out of a value for the screen; it is written as that value.
///
/// The lines on the screen come of the value alone, so that a recording need not hold both.
package protocol LaidOut: Codable {
  /// What it is laid out of.
  associatedtype Source: Codable
  /// The value it was laid out of.
  var source: Source { get }
  /// Lays a value out.
  init(_ source: Source)
}

extension LaidOut {
  /// Reads the value, and lays it out.
  ///
  /// - Throws: what the value's own `init` throws.
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(Source.self))
  }

  /// Writes the value.
  ///
  /// - Throws: what the value's own `encode` throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(source)
  }
}

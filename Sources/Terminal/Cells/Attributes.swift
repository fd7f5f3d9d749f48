/// How text is emphasised apart from its colours.
package struct Attributes: OptionSet, Hashable, Sendable {
  /// One bit an attribute.
  package let rawValue: UInt8

  /// Makes the set with those bits.
  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Heavier strokes.
  package static let bold = Attributes(rawValue: 1)
  /// Less intense.
  package static let dim = Attributes(rawValue: 2)
  /// Slanted; terminals without it show plain text.
  package static let italic = Attributes(rawValue: 4)
  /// A line below.
  package static let underline = Attributes(rawValue: 8)
  /// Foreground and background exchanged.
  package static let reverse = Attributes(rawValue: 16)
}

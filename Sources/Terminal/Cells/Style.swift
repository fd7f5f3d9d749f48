/// How a cell looks, whatever it contains.
package struct Style: Hashable, Sendable, Codable {
  /// The colour of the text.
  package var foreground: Color
  /// The colour behind the text.
  package var background: Color
  /// The emphasis.
  package var attributes: Attributes

  /// Makes a style; by default the terminal's own look.
  package init(
    foreground: Color = .terminalDefault,
    background: Color = .terminalDefault,
    attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own look.
  package static let plain = Style()

  /// The same with more emphasis.
  package func adding(_ attributes: Attributes) -> Style {
    Style(
      foreground: foreground,
      background: background,
      attributes: self.attributes.union(attributes)
    )
  }

  /// This text on `row`'s background: keeps its own colour, takes the emphasis of both.
  package func over(_ row: Style) -> Style {
    Style(
      foreground: foreground == .terminalDefault ? row.foreground : foreground,
      background: row.background,
      attributes: attributes.union(row.attributes)
    )
  }
}

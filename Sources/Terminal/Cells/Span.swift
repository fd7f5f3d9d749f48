/// A piece of text in one style; a line is several of them.
package struct Span: Hashable, Sendable {
  /// What it says.
  package var text: SafeText
  /// How it looks.
  package var style: Style

  /// Makes a piece of text in that style.
  package init(_ text: SafeText, _ style: Style) {
    self.text = text
    self.style = style
  }
}

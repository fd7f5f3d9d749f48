/// How every role looks, and with which glyphs.
///
/// This room turns theme files into styles. It must not know what the dashboard shows, nor what
/// the terminal can do: the screen reduces colours when it draws.
package struct Theme: Hashable, Sendable {
  /// What the user calls it.
  package let name: String
  /// The signs for states and frames.
  package var glyphs: Glyphs
  private let styles: [Role: Style]
  private let fallback: Style

  /// Makes a theme; a role without a style looks like text.
  package init(name: String, styles: [Role: Style], glyphs: Glyphs = .unicode) {
    self.name = name
    self.styles = styles
    self.glyphs = glyphs
    self.fallback = styles[.text] ?? .plain
  }

  /// The look of a role.
  package subscript(role: Role) -> Style { styles[role] ?? fallback }

  /// The same look with other signs, for terminals that cannot show them all.
  package func with(glyphs: Glyphs) -> Theme {
    Theme(name: name, styles: styles, glyphs: glyphs)
  }

  /// Attributes only, no file needed: what is drawn before a theme is known, and in tests.
  package static let plain = Theme(
    name: "plain",
    styles: [
      .muted: Style(attributes: .dim), .title: Style(attributes: .bold),
      .selection: Style(attributes: .reverse), .alarm: Style(attributes: .bold),
      .failed: Style(attributes: .bold), .error: Style(attributes: .bold),
      .focus: Style(attributes: .bold), .match: Style(attributes: .underline),
      .production: Style(attributes: .reverse),
    ]
  )
}

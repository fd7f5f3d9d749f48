/// The lines and corners of frames, each one column wide.
package struct BoxGlyphs: Hashable, Sendable, Codable {
  /// Lines.
  package var horizontal, vertical: SafeText
  /// Corners.
  package var topLeft, topRight, bottomLeft, bottomRight: SafeText
  /// Where a line meets another.
  package var teeLeft, teeRight, teeDown, teeUp, cross: SafeText

  /// Thin lines and round corners.
  package static let rounded = BoxGlyphs(
    horizontal: "─",
    vertical: "│",
    topLeft: "╭",
    topRight: "╮",
    bottomLeft: "╰",
    bottomRight: "╯",
    teeLeft: "├",
    teeRight: "┤",
    teeDown: "┬",
    teeUp: "┴",
    cross: "┼"
  )

  /// What every terminal has.
  package static let ascii = BoxGlyphs(
    horizontal: "-",
    vertical: "|",
    topLeft: "+",
    topRight: "+",
    bottomLeft: "+",
    bottomRight: "+",
    teeLeft: "+",
    teeRight: "+",
    teeDown: "+",
    teeUp: "+",
    cross: "+"
  )
}

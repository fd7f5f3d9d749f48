internal import CNCurses

/// Whether the C library gives a character the width it has in frames.
///
/// ncurses asks `wcwidth`, which knows an older Unicode than this program: what they disagree
/// about would shift the rest of the line, so it must not be drawn.
struct GlyphWidths {
  private var answers: [UInt32: Int32] = [:]

  /// Whether the character may be drawn `width` columns wide.
  mutating func agrees(_ scalar: UInt32, width: Int) -> Bool {
    if scalar < 0x7F { return true }
    if let known = answers[scalar] { return known == width }
    let answer = wcwidth(wchar_t(bitPattern: scalar))
    if answers.count < 65_536 { answers[scalar] = answer }
    return answer == width
  }
}

internal import Terminal

/// A few words in the roles that matter, so that a theme shows them though nothing is wrong now.
enum ThemeSample {
  /// How many lines it takes, with a blank one above.
  static let height = 4

  /// Its lines in a theme.
  static func lines(_ theme: Theme) -> [[Span]] {
    let glyphs = theme.glyphs
    func word(_ text: SafeText, _ role: Role) -> Span { Span(text, theme[role]) }
    let space = word("  ", .text)
    return [
      [
        word("\(glyphs.ok) ok", .ok), space, word("\(glyphs.alarm) alarm", .alarm), space,
        word("\(glyphs.insufficient) no data", .insufficient),
      ],
      [
        word("\(glyphs.running) running", .running), space,
        word("\(glyphs.failed) failed", .failed), space,
        word("\(glyphs.aborted) aborted", .aborted),
      ],
      [
        word("info", .info), space, word("warn", .warn), space, word("ERROR", .error), space,
        word("muted", .muted),
      ],
    ]
  }
}

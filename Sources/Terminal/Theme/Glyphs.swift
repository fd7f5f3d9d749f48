/// The signs that tell states and draw frames, in a form the terminal can show.
package struct Glyphs: Hashable, Sendable, Codable {
  /// States: good, absent, alarm, no data, running, failed, aborted, timed out, pending.
  package var ok, absent, alarm, insufficient, running, failed, aborted, timedOut, pending: SafeText
  /// Where the selection is, and what precedes a field.
  package var pointer: SafeText
  /// What replaces text that does not fit; one column wide.
  package var ellipsis: SafeText
  /// Between two parts of a line.
  package var separator: SafeText
  /// Directions.
  package var up, down, left, right: SafeText
  /// The Enter key, and an arrow between two states.
  package var enter, arrow: SafeText
  /// More rows above or below.
  package var moreAbove, moreBelow: SafeText
  /// The lines of frames.
  package var box: BoxGlyphs
  /// Eighths of a bar, from one to eight.
  package var bar: [SafeText]
  /// Eighths of a column, from one to eight.
  package var column: [SafeText]

  /// The signs for terminals that show Unicode.
  package static let unicode = Glyphs(
    ok: "●",
    absent: "○",
    alarm: "▲",
    insufficient: "◇",
    running: "◐",
    failed: "✕",
    aborted: "■",
    timedOut: "◷",
    pending: "·",
    pointer: "▸",
    ellipsis: "…",
    separator: "·",
    up: "↑",
    down: "↓",
    left: "←",
    right: "→",
    enter: "⏎",
    arrow: "▸",
    moreAbove: "▴",
    moreBelow: "▾",
    box: .rounded,
    bar: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
    column: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  )

  /// The signs for terminals that show nothing but ASCII.
  package static let ascii = Glyphs(
    ok: "*",
    absent: "o",
    alarm: "!",
    insufficient: "?",
    running: "%",
    failed: "x",
    aborted: "#",
    timedOut: "@",
    pending: ".",
    pointer: ">",
    ellipsis: "~",
    separator: "|",
    up: "^",
    down: "v",
    left: "<",
    right: ">",
    enter: "enter",
    arrow: ">",
    moreAbove: "^",
    moreBelow: "v",
    box: .ascii,
    bar: ["-", "-", "-", "=", "=", "=", "#", "#"],
    column: [".", ".", ":", ":", "=", "=", "#", "#"]
  )
}

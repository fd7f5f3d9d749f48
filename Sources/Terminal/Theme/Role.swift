/// What a piece of the screen means; a theme says how that looks.
package enum Role: String, CaseIterable, Hashable, Sendable {
  /// Ordinary and secondary text.
  case text, muted
  /// The one colour that leads the eye, and what it is for: where the keys go.
  case accent, focus, borderFocused
  /// Frames of panes and what stands in them.
  case border, title
  /// The row that keys act on.
  case selection
  /// States of alarms.
  case ok, alarm, insufficient
  /// States of executions.
  case running, succeeded, failed, aborted
  /// Levels of log lines.
  case info, warn, error, debug
  /// Lines and thresholds of charts.
  case chart, chartThreshold
  /// The first and the last line of the screen, a key's name there, a production context.
  case header, footer, key, production
  /// One colour a function in the merged log.
  case source1, source2, source3, source4, source5, source6, source7, source8
  /// What a search found, and the prompt.
  case match, prompt

  /// The colours that tell log sources apart.
  package static let sources: [Role] = [
    .source1, .source2, .source3, .source4, .source5, .source6, .source7, .source8,
  ]

  /// The colour of the log source with that index; they repeat after eight.
  package static func source(_ index: Int) -> Role {
    sources[((index % sources.count) + sources.count) % sources.count]
  }
}

package import AWSWire
package import Terminal

/// What a dashboard is opened with: with the events that follow it makes every frame.
package struct DashboardOpening: Hashable, Sendable, Codable {
  /// Where the dashboard is connected.
  package var context: ContextMark
  /// When it was opened.
  package var now: Instant
  /// The screen's size.
  package var size: Size
  /// Minutes that local time is east of UTC.
  package var utcOffsetMinutes: Int
  /// The keys that the user put elsewhere, by the names of their commands.
  package var keys: [String: [Key]]
  /// The names of the themes that can be chosen.
  package var themes: [String]
  /// The theme in use.
  package var theme: String
  /// Whether the terminal reports the mouse.
  package var usesMouse: Bool
  /// How often what is read; `nil` where nobody knows.
  package var intervals: PollIntervals?

  /// What a state that has heard nothing yet was opened with.
  package init(of state: DashboardState) {
    context = state.context
    now = state.startedAt
    size = state.size
    utcOffsetMinutes = state.utcOffsetMinutes
    keys = Dictionary(
      uniqueKeysWithValues: state.keys.overrides.map { ($0.key.rawValue, $0.value) }
    )
    themes = state.themes
    theme = state.theme
    usesMouse = state.usesMouse
    intervals = state.intervals
  }
}

extension DashboardState {
  /// Opens a dashboard with what another one was opened with.
  ///
  /// - Throws: `KeyClash` where keys of the user's now mean something else, too.
  package init(_ opening: DashboardOpening) throws(KeyClash) {
    let overrides = opening.keys.compactMap { name, keys in
      Command(rawValue: name).map { ($0, keys) }
    }
    self.init(
      context: opening.context,
      now: opening.now,
      size: opening.size,
      utcOffsetMinutes: opening.utcOffsetMinutes,
      keys: try KeyTable(overrides: Dictionary(overrides) { first, _ in first }),
      themes: opening.themes,
      theme: opening.theme,
      usesMouse: opening.usesMouse,
      intervals: opening.intervals
    )
  }
}

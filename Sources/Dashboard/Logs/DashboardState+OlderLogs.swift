internal import Terminal

/// Reading what lies before all that is held, for a reader who gets there.
extension DashboardState {
  /// Asks for older lines where the reader has gone up and there are none left above.
  ///
  /// Each step up asks once: under a filter that nothing passes, reading would never end by itself.
  mutating func takeWishForOlderLogs() -> [Effect] {
    guard logs.goesUp else { return [] }
    logs.goesUp = false
    guard !logs.follows, let window = logs.window, window.olderCount == 0, !window.isSearching,
      window.query.filter == logs.filter, logs.jump == nil || logs.jump == .oldest
    else { return [] }
    let isNearTop =
      logs.jump == .oldest || (logs.selectedIndex ?? 0) < LogsGeometry(self).rows.height
    guard isNearTop else { return [] }
    switch window.past {
    case .unread, .failed: return [.readOlderLogs]
    case .reading, .end: return []
    }
  }
}

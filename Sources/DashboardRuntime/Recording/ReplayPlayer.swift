internal import Dashboard
package import Terminal

/// Finds what the screen showed at any moment of a recording.
///
/// It keeps the whole dashboard as it was after every so many entries, and lives through no more than
/// those after the nearest one.
package actor ReplayPlayer {
  /// What the screen showed at some moment.
  package struct Picture: Sendable {
    /// The frame.
    package let frame: Frame
    /// Minutes that local time was east of UTC.
    package let utcOffsetMinutes: Int
  }

  /// How many entries lie between two dashboards that are kept: so many are lived through in less
  /// than a tenth of a second.
  package static let stride = 200
  /// How many entries are read ahead before others get a turn.
  private static let slice = 50

  private let reader: RecordingReader
  private var cursor: ReplayCursor
  private var kept: [ReplayCursor]
  private var scout: ReplayCursor
  private var finder = TroubleFinder()
  /// How many entries were lived through for the last picture.
  private(set) var stepsOfLast = 0

  /// Opens a recording at its beginning.
  ///
  /// - Throws: `RecordingProblem`.
  package init(_ reader: RecordingReader) throws(RecordingProblem) {
    self.reader = reader
    cursor = try ReplayCursor(reader)
    kept = [cursor.copy()]
    scout = cursor.copy()
  }

  /// What the screen showed so many milliseconds after the beginning.
  ///
  /// - Throws: `RecordingProblem`.
  package func picture(at milliseconds: Int64) throws(RecordingProblem) -> Picture {
    let count = reader.count(until: milliseconds)
    let nearest = kept[min(count / ReplayPlayer.stride, kept.count - 1)]
    if count < cursor.count || nearest.count > cursor.count { cursor = nearest.copy() }
    stepsOfLast = count - cursor.count
    try cursor.go(to: count)
    return Picture(frame: cursor.frame, utcOffsetMinutes: cursor.state.utcOffsetMinutes)
  }

  /// Reads ahead to the end, so that every moment is near a dashboard that is kept.
  ///
  /// - Returns: where trouble begins.
  /// - Throws: `RecordingProblem`; `CancellationError`.
  package func readAhead() async throws -> [RecordedTrouble] {
    while !scout.isAtEnd {
      for _ in 0..<ReplayPlayer.slice where !scout.isAtEnd {
        let time = reader.times[scout.count]
        if case .event(let event) = try scout.step() { finder.take(event, at: time) }
        if scout.count % ReplayPlayer.stride == 0 { kept.append(scout.copy()) }
      }
      try Task.checkCancellation()
      await Task.yield()
    }
    return finder.found
  }
}

package import Dashboard
internal import JSONValue
package import Terminal

/// A dashboard that lives through a recording once more, entry by entry.
///
/// The same events go to the same `update`; what it wants done is not done.
package struct ReplayCursor {
  /// What is shown.
  package private(set) var state: DashboardState
  /// What it is drawn with.
  package private(set) var theme: Theme
  /// How many entries have happened.
  package private(set) var count = 0
  private let reader: RecordingReader
  private var memory = JSONMemory()

  /// Opens the dashboard as it was opened when the recording began.
  ///
  /// - Throws: `RecordingProblem`.
  package init(_ reader: RecordingReader) throws(RecordingProblem) {
    self.reader = reader
    state = try ReplayCursor.state(of: reader.header)
    theme = reader.header.theme
  }

  /// The frame that the screen showed then.
  package var frame: Frame { view(state, size: state.size, theme: theme) }

  /// Whether all has happened.
  package var isAtEnd: Bool { count == reader.count }

  /// Lives through the next entry.
  ///
  /// - Returns: what happened.
  /// - Throws: `RecordingProblem`.
  @discardableResult
  package mutating func step() throws(RecordingProblem) -> RecordingEntry.Content {
    let entry = try reader.entry(count, memory: memory)
    switch entry.content {
    case .event(let event): _ = update(&state, event)
    case .theme(let theme): self.theme = theme
    case .opened(let header):
      state = try ReplayCursor.state(of: header)
      theme = header.theme
      memory = JSONMemory()
    case .end: break
    }
    count += 1
    return entry.content
  }

  /// Lives through the entries until so many have happened.
  ///
  /// - Throws: `RecordingProblem`.
  package mutating func go(to count: Int) throws(RecordingProblem) {
    while self.count < min(count, reader.count) { try step() }
  }

  /// Looks at the same moment otherwise: what happens to the state is not in the recording.
  package mutating func look(_ change: (inout DashboardState) -> DashboardEvent) {
    let event = change(&state)
    _ = update(&state, event)
  }

  private static func state(of header: RecordingHeader) throws(RecordingProblem) -> DashboardState {
    do throws(KeyClash) {
      return try DashboardState(header.opening)
    } catch {
      throw .keys("\(error)")
    }
  }

  /// The same place, from where another can go on without this one.
  func copy() -> ReplayCursor {
    var copy = self
    copy.memory = memory.copy()
    return copy
  }
}

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
    do throws(KeyClash) {
      state = try DashboardState(reader.header.opening)
    } catch {
      throw .keys("\(error)")
    }
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
    case .end: break
    }
    count += 1
    return entry.content
  }

  /// The same place, from where another can go on without this one.
  func copy() -> ReplayCursor {
    var copy = self
    copy.memory = memory.copy()
    return copy
  }
}

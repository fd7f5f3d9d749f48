internal import Terminal

/// The lines of an opened log event for a page of one width, laid out once for as long as it stays.
struct LogLayout: Hashable, Sendable {
  /// The most lines that are kept; copying takes the whole event.
  static let maximumLines = 10_000

  /// How wide a line may be.
  let width: Int
  /// Whether longer lines go on in the next one; otherwise they are cut.
  let wraps: Bool
  /// The lines.
  let lines: [SafeText]

  /// Lays the lines of an event out.
  init(_ source: [SafeText], width: Int, wraps: Bool) {
    self.width = width
    self.wraps = wraps
    var lines: [SafeText] = []
    var taken = 0
    for line in source where lines.count < LogLayout.maximumLines {
      let room = LogLayout.maximumLines - lines.count
      lines += wraps ? line.wrapped(to: max(1, width), limit: room) : [line]
      taken += 1
    }
    let isCut = taken < source.count || lines.count == LogLayout.maximumLines
    self.lines = isCut ? lines + ["… more than a page can hold: copying takes it whole"] : lines
  }
}

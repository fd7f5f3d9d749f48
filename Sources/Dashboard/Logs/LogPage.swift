internal import Terminal

/// Which rows of a log fit on the screen, where rows may take several lines.
struct LogPage {
  /// The rows at hand.
  let lines: [LogLine]
  /// How many screen lines there are.
  let height: Int
  /// How wrapped rows are laid out; `nil` where rows are cut.
  let geometry: LogsGeometry?

  /// How many screen lines a row takes; never more than there are.
  func height(of line: LogLine) -> Int {
    guard let geometry else { return 1 }
    return max(1, geometry.wrapped(line, limit: height).count)
  }

  /// The first row shown when row `last` stands at the bottom.
  func top(endingAt last: Int) -> Int {
    var used = 0
    var top = last
    for index in stride(from: min(last, lines.count - 1), through: 0, by: -1) {
      used += height(of: lines[index])
      if used > height { break }
      top = index
    }
    return max(0, top)
  }

  /// The last row that is shown whole when row `first` stands at the top.
  func bottom(startingAt first: Int) -> Int {
    var used = 0
    var bottom = first
    for index in stride(from: max(0, first), to: lines.count, by: 1) {
      used += height(of: lines[index])
      if used > height { break }
      bottom = index
    }
    return bottom
  }

  /// The first row shown, as near to `first` as keeps row `selected` in sight.
  func top(near first: Int, showing selected: Int) -> Int {
    if selected < first { return selected }
    return selected > bottom(startingAt: first) ? top(endingAt: selected) : first
  }
}

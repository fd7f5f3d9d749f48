internal import Terminal

/// Which rows of a log fit on the screen, where rows may take several lines, and more than there are.
struct LogPage {
  /// A line of the screen: one of a row's.
  struct Place: Hashable, Comparable {
    /// The number of the row.
    var index: Int
    /// How many of the row's lines are above it.
    var skip = 0

    /// Whether one stands above the other.
    static func < (left: Place, right: Place) -> Bool {
      (left.index, left.skip) < (right.index, right.skip)
    }
  }

  /// The rows at hand.
  let lines: [LogLine]
  /// How many screen lines there are.
  let height: Int
  /// How wrapped rows are laid out; `nil` where rows are cut.
  let geometry: LogsGeometry?

  /// How many lines a row takes, at least 1; no more than `limit` are counted, for which alone there is
  /// work.
  func height(of index: Int, limit: Int = .max) -> Int {
    guard let geometry else { return 1 }
    return max(1, geometry.wrapped(lines[index], limit: limit).count)
  }

  /// Whether a row takes more lines than there are.
  func isTall(_ index: Int) -> Bool {
    lines.indices.contains(index) && height(of: index, limit: height + 1) > height
  }

  /// What stands at the top where the last line of row `last` stands at the bottom.
  func top(endingAt last: Int) -> Place {
    var room = height
    for index in stride(from: min(last, lines.count - 1), through: 0, by: -1) {
      guard height(of: index, limit: room + 1) <= room else {
        return room == 0
          ? Place(index: index + 1) : Place(index: index, skip: height(of: index) - room)
      }
      room -= height(of: index, limit: room)
    }
    return Place(index: 0)
  }

  /// The last row that is shown to its end when a place stands at the top; that at the top where none is.
  func bottom(startingAt top: Place) -> Int {
    var room = height + top.skip
    var bottom = top.index
    for index in stride(from: max(0, top.index), to: lines.count, by: 1) {
      let taken = height(of: index, limit: room + 1)
      guard taken <= room else { break }
      room -= taken
      bottom = index
    }
    return bottom
  }

  /// Whether a row's end is out of sight when a place at or above it stands at the top.
  func isCut(_ index: Int, startingAt top: Place) -> Bool {
    var room = height + top.skip
    for row in top.index..<index {
      room -= height(of: row, limit: room + 1)
      if room <= 0 { return true }
    }
    return height(of: index, limit: room + 1) > room
  }

  /// What stands at the top, as near to `first` as keeps row `selected` in sight: all of it or, where it
  /// takes more lines than there are, some of it.
  func top(near first: Place, showing selected: Int) -> Place {
    if selected < first.index { return Place(index: selected) }
    if selected == first.index {
      return isTall(selected) ? within(first) : Place(index: selected)
    }
    guard isCut(selected, startingAt: first) else { return first }
    guard isTall(selected) else { return top(endingAt: selected) }
    return isInSight(selected, startingAt: first) ? first : Place(index: selected)
  }

  /// Whether the first line of a row below the top is in sight.
  private func isInSight(_ index: Int, startingAt top: Place) -> Bool {
    var room = height + top.skip
    for row in top.index..<index {
      room -= height(of: row, limit: room + 1)
      if room <= 0 { return false }
    }
    return true
  }

  /// The same place, or the row's last line where it has become shorter.
  private func within(_ place: Place) -> Place {
    guard place.skip > 0 else { return place }
    let taken = height(of: place.index, limit: place.skip + 1)
    return Place(index: place.index, skip: min(place.skip, taken - 1))
  }

  /// The place so many lines further down, or up for less than 0; never beyond the first and last line.
  func place(_ place: Place, movedBy count: Int) -> Place {
    var place = place
    var left = count
    while left > 0 {
      let rest = height(of: place.index, limit: place.skip + left + 1) - place.skip
      if left < rest || place.index + 1 >= lines.count {
        place.skip += max(0, min(left, rest - 1))
        return place
      }
      left -= rest
      place = Place(index: place.index + 1)
    }
    left = -count
    while left > 0 {
      if left <= place.skip || place.index == 0 {
        place.skip = max(0, place.skip - left)
        return place
      }
      left -= place.skip + 1
      place = Place(index: place.index - 1, skip: height(of: place.index - 1) - 1)
    }
    return place
  }
}

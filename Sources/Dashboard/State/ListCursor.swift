/// Which row of a list is selected, by name, and which row is the first one shown.
///
/// The selection is a name and not a number, so that it stays on its row when others come and go.
struct ListCursor: Hashable, Sendable {
  /// The selected row's name; `nil` for whatever row is first.
  var selected: String?
  /// The first row shown.
  var top = 0

  /// The selected row's number among `ids`; 0 where the name is no longer there.
  func index(in ids: [String]) -> Int {
    guard let selected else { return 0 }
    // It is nearly always in sight.
    let start = ids.indices.contains(top) ? top : 0
    return ids[start...].firstIndex { $0.isExactly(selected) }
      ?? ids[..<start].firstIndex { $0.isExactly(selected) } ?? 0
  }

  /// Moves by so many rows; the first row is selected by being first.
  mutating func move(by rows: Int, in ids: [String]) {
    move(by: rows, from: index(in: ids), of: ids.count) { ids[$0] }
  }

  /// Moves by so many of `count` rows from the selected one, where the names of rows are looked up.
  mutating func move(by rows: Int, from index: Int, of count: Int, name: (Int) -> String) {
    guard count > 0 else { return }
    let target = min(max(0, index + rows), count - 1)
    selected = target == 0 ? nil : name(target)
  }

  /// Scrolls by so many rows; a selected row that is out of sight then gives way to one within the
  /// first `selecting` of the `height` rows shown.
  mutating func scroll(by rows: Int, in ids: [String], height: Int, selecting: Int? = nil) {
    scroll(by: rows, from: index(in: ids), of: ids.count, height: height, selecting: selecting) {
      ids[$0]
    }
  }

  /// Scrolls by so many of `count` rows, where the names of rows are looked up.
  mutating func scroll(
    by rows: Int,
    from index: Int,
    of count: Int,
    height: Int,
    selecting: Int? = nil,
    name: (Int) -> String
  ) {
    guard height > 0, count > height else { return }
    let first = max(0, min(top + rows, count - height))
    guard first != top else { return }
    top = first
    if index < first {
      selected = name(first)
    } else if index >= first + height {
      selected = name(first + max(1, selecting ?? height) - 1)
    }
  }

  /// Scrolls so that the selected row is among the `height` rows shown.
  mutating func settle(in ids: [String], height: Int) {
    settle(at: index(in: ids), of: ids.count, height: height)
  }

  /// Scrolls so that the row at that place of `count` is among the `height` rows shown.
  mutating func settle(at index: Int, of count: Int, height: Int) {
    let height = max(1, height)
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = max(0, min(top, count - height))
  }
}

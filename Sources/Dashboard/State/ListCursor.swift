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
    selected.flatMap { selected in ids.firstIndex { $0.isExactly(selected) } } ?? 0
  }

  /// Moves by so many rows; the first row is selected by being first.
  mutating func move(by rows: Int, in ids: [String]) {
    guard !ids.isEmpty else { return }
    let target = min(max(0, index(in: ids) + rows), ids.count - 1)
    selected = target == 0 ? nil : ids[target]
  }

  /// Scrolls by so many rows; a selected row that is out of sight then gives way to one within the
  /// first `selecting` of the `height` rows shown.
  mutating func scroll(by rows: Int, in ids: [String], height: Int, selecting: Int? = nil) {
    guard height > 0, ids.count > height else { return }
    let index = index(in: ids)
    let first = max(0, min(top + rows, ids.count - height))
    guard first != top else { return }
    top = first
    if index < first {
      selected = ids[first]
    } else if index >= first + height {
      selected = ids[first + max(1, selecting ?? height) - 1]
    }
  }

  /// Scrolls so that the selected row is among the `height` rows shown.
  mutating func settle(in ids: [String], height: Int) {
    let height = max(1, height)
    let index = index(in: ids)
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = max(0, min(top, ids.count - height))
  }
}

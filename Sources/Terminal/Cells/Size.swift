/// How large a screen or a part of it is, in character cells.
package struct Size: Hashable, Sendable {
  /// How many cells wide.
  package var columns: Int
  /// How many cells high.
  package var rows: Int

  /// Makes a size; negative extents become 0.
  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// Nothing at all.
  package static let zero = Size(columns: 0, rows: 0)

  /// How many cells it has.
  package var area: Int { columns * rows }
}

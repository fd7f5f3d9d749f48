extension Frame: Hashable {
  /// Whether both show the same, in whatever order they were drawn.
  package static func == (left: Frame, right: Frame) -> Bool {
    guard left.size == right.size, left.cursor == right.cursor else { return false }
    if left.hasSameTables(as: right) { return left.cells == right.cells }
    return (0..<left.cells.count).allSatisfy { left.looksSame(as: right, at: $0) }
  }

  /// Feeds what does not depend on the order of drawing.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(size)
    hasher.combine(cursor)
    for cell in cells { hasher.combine(cell.scalar) }
  }

  /// Whether the cells' numbers mean the same in both.
  func hasSameTables(as other: Frame) -> Bool {
    styles.values == other.styles.values && combinings.values == other.combinings.values
  }

  /// Whether both show the same in the cell with that index.
  func looksSame(as other: Frame, at index: Int) -> Bool {
    let mine = cells[index]
    let its = other.cells[index]
    return mine.scalar == its.scalar && mine.isWide == its.isWide
      && styles[mine.style] == other.styles[its.style]
      && combinings[mine.combining] == other.combinings[its.combining]
  }
}

internal import Terminal

/// Where the rows of a list that are in sight stand, each with the lines it takes.
struct RowPlaces {
  /// The rows by their numbers, from top to bottom.
  private(set) var places: [(index: Int, rect: Rect)] = []
  /// The number of the uppermost row.
  let first: Int
  /// How many of the uppermost row's lines are above the room.
  let skip: Int
  /// The number of the first row below them.
  private(set) var end: Int
  /// Whether the last one goes on below the room.
  private(set) var isCut = false

  /// Places rows from `first` on, as many as there is room for; the last one may be cut.
  ///
  /// - Parameters:
  ///   - rect: the room there is.
  ///   - first: the number of the uppermost row.
  ///   - skip: how many of its lines are left out at the top.
  ///   - count: how many rows there are in all.
  ///   - height: how many lines the row with a number takes.
  init(
    in rect: Rect,
    from first: Int,
    skipping skip: Int = 0,
    count: Int,
    height: (Int) -> Int = { _ in 1 }
  ) {
    self.first = first
    self.skip = skip
    end = first
    var y = rect.y
    while end < count, y < rect.maxY {
      let wanted = max(1, height(end) - (end == first ? skip : 0))
      let lines = min(wanted, rect.maxY - y)
      isCut = wanted > lines
      places.append((end, Rect(x: rect.x, y: y, width: rect.width, height: lines)))
      y += lines
      end += 1
    }
  }

  /// The number of the row that a cell belongs to.
  func index(at point: Point) -> Int? { places.first { $0.rect.contains(point) }?.index }
}

internal import CustomerDomain

/// Which column, band and lane each part of the backend stands in, whatever the room.
struct OverviewGrid: Hashable, Sendable {
  /// A place of the grid.
  struct Cell: Hashable, Sendable {
    /// Counted from the left.
    var column: Int
    /// Counted from above.
    var band: Int
    /// The row of the band, counted from above.
    var lane: Int
  }

  /// How many columns there are.
  static let columns = 3
  /// How many bands there are.
  static let bands = 3

  /// Where the parts stand, by their ids.
  let cells: [String: Cell]
  /// How many lanes each band has.
  let lanes: [Int]

  /// Places parts; where a column has fewer than others of its band, in the middle.
  init(_ parts: [BackendPart]) {
    var stacks: [[String]] = Array(repeating: [], count: OverviewGrid.columns * OverviewGrid.bands)
    for part in parts {
      let (column, band) = OverviewGrid.home(of: part.kind)
      stacks[band * OverviewGrid.columns + column].append(part.id)
    }
    let lanes = (0..<OverviewGrid.bands).map { band in
      let own = stacks[band * OverviewGrid.columns..<(band + 1) * OverviewGrid.columns]
      return max(1, own.map(\.count).max() ?? 1)
    }
    var cells: [String: Cell] = [:]
    for (index, stack) in stacks.enumerated() {
      let (band, column) = index.quotientAndRemainder(dividingBy: OverviewGrid.columns)
      let first = (lanes[band] - stack.count) / 2
      for (number, id) in stack.enumerated() {
        cells[id] = Cell(column: column, band: band, lane: first + number)
      }
    }
    self.cells = cells
    self.lanes = lanes
  }

  private static func home(of kind: BackendPart.Kind) -> (column: Int, band: Int) {
    switch kind {
    case .api: (0, 0)
    case .apiFunction: (1, 0)
    case .table: (2, 0)
    case .rule: (0, 1)
    case .workflow: (1, 1)
    case .workflowFunction: (2, 1)
    case .alarms: (1, 2)
    case .topic: (2, 2)
    }
  }

  /// How many lanes lie above a band.
  func lanesAbove(_ band: Int) -> Int { lanes.prefix(band).reduce(0, +) }

  /// How many rows it takes where parts are that high and so far apart.
  func height(_ part: Int, _ gap: Int, _ bandGap: Int) -> Int {
    let all = lanes.reduce(0, +)
    return all * part + (all - lanes.count) * gap + (lanes.count - 1) * bandGap
  }
}

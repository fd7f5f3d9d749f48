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

  /// How much of each part is shown, and how far apart parts are.
  struct Spacing: Hashable, Sendable {
    /// How much of each part is shown, and thereby how many rows it takes.
    var density: OverviewLayout.Density
    /// The rows between two parts of a band.
    var gap: Int
    /// The rows between two bands.
    var bandGap: Int

    /// Makes a spacing.
    init(_ density: OverviewLayout.Density, gap: Int, bandGap: Int) {
      (self.density, self.gap, self.bandGap) = (density, gap, bandGap)
    }
  }

  /// How many rows all of it takes.
  func height(_ spacing: Spacing) -> Int {
    guard let last = lanes.last else { return 0 }
    return row(band: lanes.count - 1, lane: last - 1, spacing) + spacing.density.rawValue
  }

  /// The row in which a lane begins.
  func row(band: Int, lane: Int, _ spacing: Spacing) -> Int {
    let above = lanes.prefix(band).reduce(0, +)
    // Of the lanes above, the last one of each band has the band's own gap below it.
    return (above + lane) * spacing.density.rawValue + (above - band + lane) * spacing.gap
      + band * spacing.bandGap
  }

  /// Whether a way leaves its part at the right.
  func leavesRight(_ edge: Overview.Edge) -> Bool {
    guard let from = cells[edge.from], let to = cells[edge.to] else { return false }
    return to.column > from.column || to.column == from.column && to.band < from.band
  }
}

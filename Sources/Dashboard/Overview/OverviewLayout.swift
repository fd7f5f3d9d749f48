internal import CustomerDomain
internal import Terminal

/// Where the parts of the backend and the ways between them stand in a room of any size.
///
/// Three columns, and three bands below each other: what the API sets off, what rules set off, and
/// what alarms do. Where there is no room for that, a list.
struct OverviewLayout: Hashable, Sendable {
  /// How much of each part is shown.
  enum Density: Int, Hashable, Sendable, Comparable {
    /// A line of the list.
    case row = 1
    /// The name, and figures with a few bars behind them.
    case compact
    /// The name, figures, and bars of traffic.
    case complete
    /// The name, and a line of bars for each figure.
    case generous

    /// Orders by how much is shown.
    static func < (left: Density, right: Density) -> Bool { left.rawValue < right.rawValue }
  }

  /// How much of each part is shown.
  let density: Density
  /// Where each part stands, counted from the upper left corner; in the parts' order.
  let places: [String: Rect]
  /// The cells of the ways.
  let strokes: [WayStroke]
  /// The lower left corner of the diagram, where the signs are explained; empty where they are not.
  let legend: Rect

  /// The smallest room of a part in a diagram.
  private static let narrowest = 20
  /// The widest that a part makes use of.
  private static let widest = 66
  /// Columns at the right of the last column, for ways between its parts.
  private static let margin = 2

  /// Lays the parts out in a room of that size.
  init(_ overview: Overview, in size: Size) {
    let grid = OverviewGrid(overview.parts)
    let variants: [(Density, gap: Int, bandGap: Int)] = [
      (.generous, 2, 3), (.generous, 1, 2), (.generous, 1, 1), (.complete, 1, 2), (.complete, 1, 1),
      (.complete, 0, 1), (.compact, 0, 1),
    ]
    let gutters = size.columns >= 150 ? (10, 9) : size.columns >= 100 ? (8, 7) : (6, 5)
    let free = size.columns - gutters.0 - gutters.1 - OverviewLayout.margin
    let width = min(OverviewLayout.widest, free / OverviewGrid.columns)
    let fitting = variants.first { variant in
      grid.height(variant.0.rawValue, variant.gap, variant.bandGap) <= size.rows
    }
    guard width >= OverviewLayout.narrowest, let (density, gap, bandGap) = fitting else {
      density = .row
      strokes = []
      legend = Rect(.zero)
      places = OverviewLayout.list(overview.parts, width: size.columns)
      return
    }
    let rest = free - width * OverviewGrid.columns
    let steps = [width + gutters.0 + (rest + 1) / 2, width + gutters.1 + rest / 2]
    let top = (size.rows - grid.height(density.rawValue, gap, bandGap)) / 2
    var places: [String: Rect] = [:]
    for (id, cell) in grid.cells {
      let above = grid.lanesAbove(cell.band)
      let y = (above + cell.lane) * density.rawValue
        + (above - cell.band + cell.lane) * gap + cell.band * bandGap
      places[id] = Rect(
        x: steps.prefix(cell.column).reduce(0, +),
        y: top + y,
        width: width,
        height: density.rawValue
      )
    }
    self.density = density
    self.places = places
    strokes = WayRouter(overview, grid, places, gutters: steps.map { $0 - width }).strokes
    let free2 = grid.lanesAbove(OverviewGrid.bands - 1)
    let y = free2 * density.rawValue + (free2 - OverviewGrid.bands + 1) * gap
      + (OverviewGrid.bands - 1) * bandGap
    legend = Rect(x: 0, y: top + y, width: width, height: density.rawValue)
  }

  private static func list(_ parts: [BackendPart], width: Int) -> [String: Rect] {
    let rows = parts.enumerated().map { index, part in
      (part.id, Rect(x: 0, y: index, width: width, height: 1))
    }
    return Dictionary(rows) { first, _ in first }
  }
}

extension OverviewLayout {
  /// A way to go from one part to another.
  enum Direction: Hashable, Sendable, CaseIterable {
    /// To the nearest part above in the same column.
    case up
    /// To the nearest part below in the same column.
    case down
    /// To the nearest part of the next column to the left that has one.
    case left
    /// To the nearest part of the next column to the right that has one.
    case right
  }

  /// The part that lies next to one in a direction; `nil` where none does.
  func neighbour(of id: String, _ direction: Direction) -> String? {
    guard let from = places[id] else { return nil }
    let candidates = places.filter { _, to in
      switch direction {
      case .up: to.x == from.x && to.y < from.y
      case .down: to.x == from.x && to.y > from.y
      case .left: to.x < from.x
      case .right: to.x > from.x
      }
    }
    return candidates.min { left, right in
      distance(from, left.value, direction) < distance(from, right.value, direction)
    }?.key
  }

  /// Columns count more than rows; of two parts that are equally far the upper one is nearer.
  private func distance(_ from: Rect, _ to: Rect, _ direction: Direction) -> (Int, Int, Int) {
    switch direction {
    case .up, .down: (0, abs(to.y - from.y), to.y)
    case .left, .right: (abs(to.x - from.x), abs(to.y - from.y), to.y)
    }
  }
}

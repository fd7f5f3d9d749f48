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
  /// Who sets off whom.
  let edges: [Overview.Edge]
  /// The cells of the ways.
  let strokes: [WayStroke]
  /// The parts from whose names a way leads to the right.
  let leaders: Set<String>
  /// The lower left corner of the diagram, where the signs are explained; empty where they are not.
  let legend: Rect

  /// The smallest room of a part in a diagram.
  private static let narrowest = 20
  /// The widest that a part makes use of.
  private static let widest = 66

  /// How parts may be spaced, the most generous first.
  private static let spacings: [OverviewGrid.Spacing] = [
    .init(.generous, gap: 2, bandGap: 3), .init(.generous, gap: 1, bandGap: 2),
    .init(.generous, gap: 1, bandGap: 1), .init(.complete, gap: 1, bandGap: 2),
    .init(.complete, gap: 1, bandGap: 1), .init(.complete, gap: 0, bandGap: 1),
    .init(.compact, gap: 0, bandGap: 1),
  ]

  /// Lays the parts out in a room of that size.
  init(_ overview: Overview, in size: Size) {
    let grid = OverviewGrid(overview.parts)
    edges = overview.edges
    let gutters = size.columns >= 150 ? (10, 9) : size.columns >= 100 ? (8, 7) : (5, 4)
    let margin = size.columns >= 100 ? 3 : 2
    let free = size.columns - gutters.0 - gutters.1 - margin
    let width = min(OverviewLayout.widest, free / OverviewGrid.columns)
    let fitting = OverviewLayout.spacings.first { grid.height($0) <= size.rows }
    guard width >= OverviewLayout.narrowest, let spacing = fitting else {
      density = .row
      strokes = []
      leaders = []
      legend = Rect(.zero)
      places = OverviewLayout.list(overview.parts, width: size.columns)
      return
    }
    let rest = free - width * OverviewGrid.columns
    let steps = [width + gutters.0 + (rest + 1) / 2, width + gutters.1 + rest / 2]
    let top = (size.rows - grid.height(spacing)) / 2
    func place(column: Int, band: Int, lane: Int) -> Rect {
      Rect(
        x: steps.prefix(column).reduce(0, +),
        y: top + grid.row(band: band, lane: lane, spacing),
        width: width,
        height: spacing.density.rawValue
      )
    }
    density = spacing.density
    places = grid.cells.mapValues { place(column: $0.column, band: $0.band, lane: $0.lane) }
    strokes = WayRouter(overview, grid, places, gutters: steps.map { $0 - width }).strokes
    leaders = Set(overview.edges.filter(grid.leavesRight).map(\.from))
    legend = place(column: 0, band: OverviewGrid.bands - 1, lane: 0)
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

  /// The part that lies next to one in a direction, one with a way between them before others;
  /// `nil` where none does.
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
    let joined = Set(edges.filter { $0.to == id }.map(\.from))
      .union(edges.filter { $0.from == id }.map(\.to))
    return candidates.min { left, right in
      distance(from, left, direction, joined) < distance(from, right, direction, joined)
    }?.key
  }

  /// Columns count more than rows; of two parts that are equally far the upper one is nearer.
  private func distance(
    _ from: Rect,
    _ to: (key: String, value: Rect),
    _ direction: Direction,
    _ joined: Set<String>
  ) -> (Int, Int, Int, Int) {
    let rows = abs(to.value.y - from.y)
    return switch direction {
    case .up, .down: (0, 0, rows, to.value.y)
    case .left, .right:
      (abs(to.value.x - from.x), joined.contains(to.key) ? 0 : 1, rows, to.value.y)
    }
  }
}

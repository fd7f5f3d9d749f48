internal import CustomerDomain
internal import Terminal

/// One cell of the ways between parts.
struct WayStroke: Hashable, Sendable {
  /// Where it stands.
  let position: Point
  /// Where its line leads.
  let ways: GraphDrawing.Ways
  /// Where the arrow points that ends here; `nil` for a line.
  let head: OverviewLayout.Direction?
  /// The ways that pass here, by their numbers among the overview's.
  let edges: Set<Int>
}

/// Draws the ways between parts through the gaps between columns and bands.
struct WayRouter {
  private struct Cell {
    var ways: GraphDrawing.Ways = []
    var head: OverviewLayout.Direction?
    var edges: Set<Int> = []
  }

  private var cells: [Point: Cell] = [:]

  /// Draws all ways of an overview whose parts have places.
  ///
  /// - Parameters:
  ///   - overview: the ways.
  ///   - grid: which part stands in which column.
  ///   - places: where the parts stand.
  ///   - gutters: how wide the gaps between columns are.
  init(_ overview: Overview, _ grid: OverviewGrid, _ places: [String: Rect], gutters: [Int]) {
    for (index, edge) in overview.edges.enumerated() {
      guard let from = places[edge.from], let to = places[edge.to],
        let start = grid.cells[edge.from], let end = grid.cells[edge.to]
      else { continue }
      let step = end.column - start.column
      switch step {
      case 1: forward(from, to, gutters[start.column], edge: index)
      case -1: back(from, to, gutters[end.column], edge: index)
      case 0 where to.y > from.y: down(from, to, edge: index)
      case 0: around(from, to, edge: index)
      default: break
      }
    }
  }

  /// The cells that were drawn, in reading order.
  var strokes: [WayStroke] {
    cells.sorted { ($0.key.y, $0.key.x) < ($1.key.y, $1.key.x) }.map { point, cell in
      WayStroke(position: point, ways: cell.ways, head: cell.head, edges: cell.edges)
    }
  }

  /// From a part's name to one in the next column; all such ways of a gap share one trunk.
  private mutating func forward(_ from: Rect, _ to: Rect, _ gutter: Int, edge: Int) {
    let trunk = from.maxX + max(1, (gutter - 3) / 2)
    draw(
      [
        Point(x: from.maxX, y: from.y), Point(x: trunk, y: from.y), Point(x: trunk, y: to.y),
        Point(x: to.x - 2, y: to.y),
      ],
      head: .right,
      edge: edge
    )
  }

  /// From below a part's name to below the name of one in the column before, on a trunk of its own.
  private mutating func back(_ from: Rect, _ to: Rect, _ gutter: Int, edge: Int) {
    let trunk = to.maxX + max(1, (gutter - 3) / 2) + 1
    draw(
      [
        Point(x: from.x - 2, y: from.y + 1), Point(x: trunk, y: from.y + 1),
        Point(x: trunk, y: to.y + 1), Point(x: to.maxX, y: to.y + 1),
      ],
      head: .left,
      edge: edge
    )
  }

  /// Straight down, below the first letter of the name.
  private mutating func down(_ from: Rect, _ to: Rect, edge: Int) {
    guard to.y > from.maxY else { return }
    let x = to.x + 2
    draw([Point(x: x, y: from.maxY), Point(x: x, y: to.y - 1)], head: .down, edge: edge)
  }

  /// Up at the right of the column, to below the name of a part above.
  private mutating func around(_ from: Rect, _ to: Rect, edge: Int) {
    let x = from.maxX + 1
    draw(
      [
        Point(x: from.maxX, y: from.y), Point(x: x, y: from.y), Point(x: x, y: to.y + 1),
        Point(x: to.maxX, y: to.y + 1),
      ],
      head: .left,
      edge: edge
    )
  }

  /// Draws a line through corners, with an arrow at its end.
  private mutating func draw(_ corners: [Point], head: OverviewLayout.Direction, edge: Int) {
    guard let first = corners.first, let last = corners.last else { return }
    var point = first
    cells[point, default: Cell()].edges.insert(edge)
    for corner in corners.dropFirst() {
      while point != corner {
        let step = Point(x: (corner.x - point.x).signum(), y: (corner.y - point.y).signum())
        let next = point.offset(columns: step.x, rows: step.y)
        let isAcross = step.y == 0
        let (out, back): (GraphDrawing.Ways, GraphDrawing.Ways) =
          isAcross
          ? (step.x > 0 ? (.right, .left) : (.left, .right))
          : (step.y > 0 ? (.down, .up) : (.up, .down))
        cells[point, default: Cell()].ways.insert(out)
        cells[next, default: Cell()].ways.insert(back)
        cells[next, default: Cell()].edges.insert(edge)
        point = next
      }
    }
    cells[last, default: Cell()].head = head
    // A line begins at the part itself, not in the middle of its first cell.
    guard corners.count > 2, let second = corners.dropFirst().first else { return }
    cells[first, default: Cell()].ways.insert(second.x > first.x ? .left : .right)
  }
}

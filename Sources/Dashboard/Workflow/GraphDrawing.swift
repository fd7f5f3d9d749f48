internal import CustomerDomain
internal import Terminal

/// A workflow's shape on a grid: states in columns from left to right, ways as lines between.
struct GraphDrawing: Hashable, Sendable {
  /// A state and where its name stands.
  struct Placed: Hashable, Sendable {
    /// The state's name.
    let name: String
    /// What is drawn for it.
    let label: SafeText
    /// Where it stands on the grid.
    let position: Point
  }

  /// The directions in which a line leaves a cell.
  struct Ways: OptionSet, Hashable, Sendable {
    /// One bit a direction.
    let rawValue: UInt8
    /// To the left.
    static let left = Ways(rawValue: 1)
    /// To the right.
    static let right = Ways(rawValue: 2)
    /// Upwards.
    static let up = Ways(rawValue: 4)
    /// Downwards.
    static let down = Ways(rawValue: 8)
  }

  /// One cell of a line.
  struct Stroke: Hashable, Sendable {
    /// Where it stands on the grid.
    let position: Point
    /// Where its line leads.
    let ways: Ways
    /// Whether an arrow's head stands here.
    let isHead: Bool
  }

  /// Why a way is taken, and where that stands on its line.
  struct Label: Hashable, Sendable {
    /// What is said, with a space on both sides.
    let text: SafeText
    /// Where it stands on the grid.
    let position: Point
  }

  /// The states.
  let nodes: [Placed]
  /// The cells of all lines, in reading order.
  let strokes: [Stroke]
  /// Why ways are taken; empty where the drawing does not say so.
  let labels: [Label]
  /// How much room it takes.
  let size: Size

  /// Columns kept after a last state's name for its glyph and how long it took.
  static let tailWidth = 11

  /// How many states such a drawing is worth making for: more of them fit no screen's width.
  private static let limit = 40

  /// Whether a graph can be drawn so: it has no branches that run side by side, and few states.
  static func suits(_ graph: WorkflowGraph) -> Bool {
    graph.nodes.count <= limit && graph.nodes.allSatisfy(\.branches.isEmpty)
  }

  /// Lays a graph out, with or without why its ways are taken.
  init(_ graph: WorkflowGraph, labelled: Bool = false) {
    let layers = GraphLayers(graph)
    var router = GraphRouter(layers, labelled: labelled)
    router.route()
    labels = router.labels
    nodes = router.nodes
    strokes = router.strokes
    size = Size(columns: router.width, rows: layers.rowCount)
  }
}

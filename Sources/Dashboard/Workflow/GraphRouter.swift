internal import Terminal

/// Gives columns of states their places and draws the ways between them, cell by cell.
struct GraphRouter {
  /// The states that were placed.
  private(set) var nodes: [GraphDrawing.Placed] = []
  /// How many columns the drawing takes.
  private(set) var width = 0
  /// Why ways are taken, where the drawing says so.
  private(set) var labels: [GraphDrawing.Label] = []
  private let layers: GraphLayers
  private let isLabelled: Bool
  private var ways: [Point: GraphDrawing.Ways] = [:]
  private var heads: Set<Point> = []
  /// Where each column of states begins.
  private var starts: [Int] = []
  /// Where the lines behind each column of states begin.
  private var ends: [Int] = []

  /// The widest that what is said of a way may be.
  private static let labelLimit = 24

  /// Takes the columns to draw; with labels there is room on the ways for why they are taken.
  init(_ layers: GraphLayers, labelled: Bool) {
    self.layers = layers
    isLabelled = labelled
  }

  /// The cells of all lines, in reading order.
  var strokes: [GraphDrawing.Stroke] {
    ways.map { GraphDrawing.Stroke(position: $0, ways: $1, isHead: heads.contains($0)) }
      .sorted { ($0.position.y, $0.position.x) < ($1.position.y, $1.position.x) }
  }

  /// Places every state and draws every way.
  mutating func route() {
    var x = 0
    for column in layers.columns.indices {
      starts.append(x)
      let widest = layers.columns[column].map { label(of: $0).width }.max() ?? 0
      let isLast = column == layers.columns.count - 1
      // A space and a glyph follow the name, and another space.
      ends.append(x + widest + 3)
      place(column)
      x += widest + (isLast ? GraphDrawing.tailWidth : 3 + channelWidth(column))
    }
    width = x
    for column in layers.columns.indices { connect(column) }
  }

  private func label(of slot: GraphLayers.Slot) -> SafeText {
    guard let name = slot.name else { return .empty }
    let back = (layers.backWays[name] ?? []).map { " ↺ \($0)" }.joined()
    return SafeText(name + back).truncated(to: 40)
  }

  private mutating func place(_ column: Int) {
    for slot in layers.columns[column] {
      let start = Point(x: starts[column], y: slot.row)
      if let name = slot.name {
        nodes.append(GraphDrawing.Placed(name: name, label: label(of: slot), position: start))
      }
    }
  }

  /// The rows of a column whose ways fork, each with a track of its own.
  private func tracks(_ column: Int) -> [Int] {
    let bent = layers.links.filter { $0.column == column && $0.fromRow != $0.toRow }
    return Set(bent.map(\.fromRow)).sorted()
  }

  /// Two columns before the tracks, two a track, three for the arrow and a space, and the widest
  /// label with a space.
  private func channelWidth(_ column: Int) -> Int {
    let widest = labels(of: column).values.map(\.width).max()
    return 2 + 2 * tracks(column).count + 3 + (widest.map { $0 + 1 } ?? 0)
  }

  /// What is said of the ways that leave a column, by the row they lead to; ways that meet before
  /// it and are taken for different reasons share no label.
  private func labels(of column: Int) -> [Int: SafeText] {
    guard isLabelled else { return [:] }
    let ways = Dictionary(grouping: layers.links.filter { $0.column == column }, by: \.toRow)
    return ways.compactMapValues { ways in
      guard let words = ways.first?.words, !words.isEmpty,
        ways.allSatisfy({ $0.words == words })
      else { return nil }
      return SafeText(words, columns: 0..<100).truncated(to: GraphRouter.labelLimit)
    }
  }

  private mutating func connect(_ column: Int) {
    let tracks = tracks(column)
    for (row, text) in labels(of: column).sorted(by: { $0.key < $1.key }) {
      // One cell of the line, and a space on both sides, stand before the arrow's head.
      let start = starts[column + 1] - 2 - 1 - 2 - text.width
      labels.append(GraphDrawing.Label(text: " " + text + " ", position: Point(x: start, y: row)))
    }
    for link in layers.links where link.column == column {
      let slots = layers.columns[column]
      let source = slots.first { $0.row == link.fromRow }
      let isState = source?.name != nil
      let textEnd = starts[column] + (source.map { label(of: $0).width } ?? 0)
      let begin = isState ? textEnd + 3 : starts[column]
      let end = starts[column + 1] - 2
      let track = tracks.firstIndex(of: link.fromRow) ?? 0
      let bend = ends[column] + 1 + 2 * track
      draw(link, from: begin, bend: bend, to: end)
      let targets = layers.columns[column + 1]
      if targets.first(where: { $0.row == link.toRow })?.name != nil {
        heads.insert(Point(x: end, y: link.toRow))
      } else {
        horizontal(row: link.toRow, from: end, to: starts[column + 1])
      }
    }
  }

  private mutating func draw(_ link: GraphLayers.Link, from begin: Int, bend: Int, to end: Int) {
    guard link.fromRow != link.toRow else {
      return horizontal(row: link.fromRow, from: begin, to: end)
    }
    horizontal(row: link.fromRow, from: begin, to: bend)
    let isDown = link.toRow > link.fromRow
    ways[Point(x: bend, y: link.fromRow), default: []].insert(isDown ? .down : .up)
    for row in (min(link.fromRow, link.toRow) + 1)..<max(link.fromRow, link.toRow) {
      ways[Point(x: bend, y: row), default: []].formUnion([.up, .down])
    }
    ways[Point(x: bend, y: link.toRow), default: []].insert(isDown ? .up : .down)
    horizontal(row: link.toRow, from: bend, to: end)
  }

  /// A line from cell to cell; its ends are open to the inside only.
  private mutating func horizontal(row: Int, from begin: Int, to end: Int) {
    guard begin < end else { return }
    for x in begin...end {
      var piece: GraphDrawing.Ways = []
      if x > begin { piece.insert(.left) }
      if x < end { piece.insert(.right) }
      ways[Point(x: x, y: row), default: []].formUnion(piece)
    }
  }
}

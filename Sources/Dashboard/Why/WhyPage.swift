internal import Terminal

/// The lines of an explanation, from top to bottom, some of which part it into sections.
struct WhyPage {
  /// One line of the screen.
  struct Row {
    /// What it says where it begins a section; `nil` elsewhere.
    var heading: SafeText?
    /// Draws it into a row inside the border.
    var draw: (Rect, inout Frame) -> Void = { _, _ in }
  }

  /// The lines.
  private(set) var rows: [Row] = []
  /// Where the sections begin.
  private(set) var starts: [Int] = [0]

  /// Begins a section.
  mutating func begin(_ heading: SafeText) {
    if !rows.isEmpty { starts.append(rows.count) }
    rows.append(Row(heading: heading))
  }

  /// Adds the lines of another page.
  mutating func add(_ other: WhyPage) {
    guard !other.rows.isEmpty else { return }
    let count = rows.count
    starts += other.starts.map { $0 + count }.filter { $0 > 0 }
    rows += other.rows
  }

  /// Adds a line.
  mutating func add(_ draw: @escaping (Rect, inout Frame) -> Void) { rows.append(Row(draw: draw)) }
}

/// Where the parts of an explanation stand.
struct WhyGeometry {
  /// The ways that led here; empty where there is no room for a line of them.
  let trail: Rect
  /// The border around all the rest.
  let box: Rect
  /// The lines that scroll.
  let inside: Rect
  /// The ways on; empty where there are none.
  let links: Rect

  /// Places them on a screen of a size.
  init(_ size: Size, hasLinks: Bool) {
    let body = Layout.body(size)
    let hasTrail = body.height >= 16
    trail = hasTrail ? body.row(0).inset(columns: 1) : Rect(.zero)
    box = body.inset(top: hasTrail ? 1 : 0)
    let all = box.inset(columns: 2, rows: 1)
    inside = all.inset(bottom: hasLinks ? 1 : 0)
    links = hasLinks ? all.row(all.height - 1) : Rect(.zero)
  }
}

internal import CustomerDomain
internal import Terminal

/// Where things stand inside the Logs pane.
struct LogsGeometry {
  /// The lines that tell of trouble; empty without trouble.
  let banner: Rect
  /// All below the banner.
  let content: Rect
  /// The bars of how much was written when, with what is said of them at the left; may be empty.
  let bars: Rect
  /// The names of the columns; empty where none are chosen.
  let heading: Rect
  /// The rows of the log.
  let rows: Rect
  /// How wide the time column is.
  let timeWidth: Int
  /// How wide the source column is.
  let sourceWidth: Int
  /// How wide the level is, with the space behind it.
  let levelWidth: Int
  /// How wide each column is that has room, with the space behind it.
  let columnWidths: [Int]
  /// The names of those columns.
  let columnNames: [String]

  /// Divides the pane as it stands.
  init(_ state: DashboardState) {
    let inside = state.inside(.logs).inset(columns: 1)
    let logs = state.logs
    let trouble = state.trouble(of: .logs)?.lines(in: inside).count ?? 0
    let (banner, below) = inside.split(top: trouble)
    let isChoosing = if case .bars = state.layers.last { true } else { false }
    let (bars, list) = below.split(
      top: LogsGeometry.barRows(below.height, isShown: logs.showsBars, isChoosing: isChoosing)
    )
    let isNarrow = inside.width < 60
    // Wrapped beside columns, a line would be a few letters wide.
    let columns = isNarrow && logs.wraps ? [] : logs.columns
    let hasColumns = !columns.isEmpty
    (self.banner, content, self.bars) = (banner, below, bars)
    (heading, rows) = list.split(top: hasColumns && list.height >= 4 ? 1 : 0)
    timeWidth = logs.times == .age ? 5 : isNarrow ? 8 : 12
    sourceWidth = LogsGeometry.sourceWidth(inside.width, hasColumns: hasColumns)
    levelWidth = isNarrow ? 2 : 8
    let room = inside.width - timeWidth - sourceWidth - 2 - levelWidth
    columnWidths = LogColumn.widths(columns, room: room - max(8, room * 2 / 5))
    columnNames = columns.prefix(columnWidths.count).map(\.name)
  }

  /// Where there is little room, columns that were chosen get some of the source's.
  private static func sourceWidth(_ width: Int, hasColumns: Bool) -> Int {
    width < 60 ? hasColumns ? 6 : 10 : width < 100 ? hasColumns ? 12 : 18 : 20
  }

  /// One row where there are few, two where there are more; at least one while a bar is chosen.
  private static func barRows(_ height: Int, isShown: Bool, isChoosing: Bool) -> Int {
    guard isShown, height > 0 else { return 0 }
    return height >= 10 ? 2 : height >= 7 || isChoosing && height > 1 ? 1 : 0
  }

  /// Where what a line says begins, counted from the left edge of the rows.
  var bodyStart: Int { timeWidth + sourceWidth + 2 }

  /// How wide what a line says may be, level and columns included.
  var bodyWidth: Int { max(1, rows.width - bodyStart) }

  /// How wide the words at the left of the bars are; nothing is said where there is one row only.
  var barLabelWidth: Int { bars.height < 2 ? 0 : max(8, timeWidth) + 1 }

  /// How many bars there is room for; 0 where none are shown.
  var barColumns: Int { bars.isEmpty ? 0 : max(1, bars.width - barLabelWidth) }

  /// The most columns of a bar.
  ///
  /// Only a stretch of few of the shortest steps has room for more, and what was written at one moment
  /// would look like a lot of it.
  private static let widestBar = 2

  /// Where the bar of a histogram with that number stands; `nil` where there is no room for it.
  func bar(_ index: Int, of histogram: LogHistogram) -> Rect? {
    let area = bars.inset(left: barLabelWidth)
    let width = min(LogsGeometry.widestBar, max(1, area.width / max(1, histogram.bins.count)))
    let rect = Rect(x: area.x + index * width, y: area.y, width: width, height: area.height)
    return rect.maxX <= area.maxX ? rect : nil
  }

  /// The number of the bar that a cell belongs to.
  func bar(at point: Point, of histogram: LogHistogram) -> Int? {
    guard bars.contains(point) else { return nil }
    return histogram.bins.indices.first { bar($0, of: histogram)?.contains(point) == true }
  }

  /// What stands before the words of a line: its level, and columns where there are any.
  func indent(of line: LogLine) -> Int {
    guard line.kind != .gap else { return 0 }
    guard columnWidths.isEmpty else { return levelWidth + columnWidths.reduce(0, +) }
    if line.spellsLevel { return levelWidth }
    return line.isError || line.level == .warn ? 2 : 0
  }

  /// Where the rows in sight stand: the newest at the bottom, or those the reader holds.
  func places(_ logs: LogsState) -> RowPlaces {
    let page = page(logs)
    let top = logs.follows ? nil : logs.topPlace
    let first = top ?? page.top(endingAt: logs.lines.count - 1)
    return RowPlaces(
      in: rows,
      from: first.index,
      skipping: first.skip,
      count: logs.lines.count
    ) { page.height(of: $0, limit: page.height + first.skip + 1) }
  }

  /// The rows that fit of those at hand.
  func page(_ logs: LogsState) -> LogPage {
    LogPage(lines: logs.lines, height: max(1, rows.height), geometry: logs.wraps ? self : nil)
  }

  /// What a line says beside the columns, as one text, and where there is more of it than a row keeps.
  func words(of line: LogLine) -> SafeText {
    let text = line.body(without: Set(columnNames)).reduce(.empty) { $0 + $1.text }
    return line.isCut ? text + "… cut: open it to read on" : text
  }

  /// The lines of the screen that a wrapped line's words take, at most so many.
  func wrapped(_ line: LogLine, limit: Int) -> [SafeText] {
    words(of: line).wrapped(to: max(1, bodyWidth - indent(of: line)), limit: limit)
  }
}

internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The cells of a chart below its legend.
struct ChartPlot {
  private typealias Cell = (scalar: Unicode.Scalar, role: Role)

  private let chart: Chart
  private let glyphs: Glyphs
  private let scale: ValueAxis
  private let times: TimeAxis
  private let axis: Int
  private let rows: Int
  private let columns: Int
  private var cells: [[Cell]]
  /// The cells that data took.
  private var taken: [[Bool]]

  /// Draws a chart into cells of that size.
  init(_ chart: Chart, size: Size, _ glyphs: Glyphs) {
    self.chart = chart
    self.glyphs = glyphs
    rows = size.rows - 2
    scale = ValueAxis(chart.values, atMost: min(6, (rows + 1) / 2))
    times = TimeAxis(from: chart.from, to: chart.to, utcOffsetMinutes: chart.utcOffsetMinutes)
    let scale = scale
    let widest = scale.ticks.map { scale.text($0).count }.max() ?? 1
    axis = max(widest, chart.zone.width) + 2
    columns = max(1, size.columns - axis)
    let blank = [Cell](repeating: (" ", .text), count: axis + columns)
    cells = Array(repeating: blank, count: size.rows)
    taken = Array(repeating: Array(repeating: false, count: columns), count: max(0, rows))
    drawAxes()
    drawThreshold()
    drawData()
    drawThresholdLabel()
  }

  /// The lines, from top to bottom.
  var lines: [[(scalar: Unicode.Scalar, role: Role)]] { cells }

  private mutating func drawAxes() {
    for row in 0..<rows { put(glyphs.box.vertical.text, row, axis - 1, .border) }
    // Of several in one row an end of the axis is told.
    let ends = [scale.low, scale.high]
    for tick in scale.ticks.filter({ !ends.contains($0) }) + ends {
      putNumber(scale.text(tick), row(of: tick))
    }
    put(glyphs.box.bottomLeft.text, rows, axis - 1, .border)
    for column in 0..<columns { put(glyphs.box.horizontal.text, rows, axis + column, .border) }
    put(chart.zone.text, rows + 1, 0, .muted)
    var free = axis
    for tick in times.ticks(columns: columns) {
      put(glyphs.box.teeDown.text, rows, axis + tick.column, .border)
      let width = tick.text.count
      let start = min(max(axis, axis + tick.column - width / 2), axis + columns - width)
      guard start >= free else { continue }
      put(tick.text, rows + 1, start, .muted)
      free = start + width + 1
    }
  }

  private var thresholdLine: String { glyphs.isASCII ? "." : "┄" }

  private mutating func drawThreshold() {
    guard let threshold = chart.threshold, threshold.isFinite else { return }
    let row = row(of: threshold)
    for column in 0..<columns { put(thresholdLine, row, axis + column, .chartThreshold) }
    // A row that is not where the axis would have it says its own value, though not in the place of the
    // axis's end where the line says it as well.
    let text = AlarmWords.number(threshold)
    guard row != self.row(at: scale.position(threshold)), text.count <= axis - 2 else { return }
    guard row != self.row(of: scale.high) || thresholdLabel(threshold) == nil else { return }
    putNumber(text, row)
  }

  /// What the line says of itself; `nil` where there is no room for it.
  private func thresholdLabel(_ threshold: Double) -> String? {
    let text = " threshold \(AlarmWords.number(threshold)) "
    return text.count <= columns ? text : nil
  }

  /// Writes a number left of the axis, and nothing else beside it.
  private mutating func putNumber(_ text: String, _ row: Int) {
    put(String(repeating: " ", count: axis - 2), row, 0, .text)
    put(text, row, axis - 2 - text.count, .muted)
    put(glyphs.box.teeRight.text, row, axis - 1, .border)
  }

  private mutating func drawData() {
    var grid = DotGrid(shape: glyphs.isASCII ? .ascii : .braille, columns: columns, rows: rows)
    // The first series is drawn last, so that it lies above the others.
    for index in chart.series.indices.reversed() { draw(index, on: &grid) }
    for row in 0..<rows {
      for column in 0..<columns {
        guard let dots = grid.character(column: column, row: row) else { continue }
        cells[row][axis + column] = (dots.scalar, chart.role(of: dots.owner))
        taken[row][column] = true
      }
    }
    for index in chart.series.indices.reversed() { mark(index, grid) }
    guard !taken.contains(where: { $0.contains(true) }) else { return }
    let words = "no data in this time"
    let start = max(0, (columns - words.count) / 2)
    put(String(words.prefix(columns)), rows / 2, axis + start, .muted)
  }

  /// Joins neighbours, and leaves a gap where a value is missing between two.
  private func draw(_ index: Int, on grid: inout DotGrid) {
    let points = places(index, grid)
    let reach = chart.periodMilliseconds + chart.periodMilliseconds / 2
    for (number, point) in points.enumerated() {
      let next = number + 1 < points.count ? points[number + 1] : nil
      let isJoined = next.map { $0.time - point.time <= reach } ?? false
      if let next, isJoined {
        grid.line(from: point.dot, to: next.dot, owner: index)
      } else {
        grid.set(point.dot.x, point.dot.y, owner: index)
      }
      let isAlone =
        !isJoined && (number == 0 || point.time - points[number - 1].time > reach)
      guard isAlone else { continue }
      // A value without neighbours stands for its period, which is easier to see than a dot.
      let end = times.position(point.time + chart.periodMilliseconds) ?? 1
      let last = grid.dot(right: end, up: 0).x
      grid.line(from: point.dot, to: (max(last - 1, point.dot.x), point.dot.y), owner: index)
    }
  }

  /// Marks what breaches, and where there are several series each one's newest value.
  private mutating func mark(_ index: Int, _ grid: DotGrid) {
    let points = places(index, grid)
    for point in points where point.isBreaching {
      put(Chart.mark(glyphs).text, grid, point.dot, .alarm)
    }
    guard chart.series.count > 1, let newest = points.last else { return }
    put(Chart.letter(of: index).text, grid, newest.dot, chart.role(of: index))
  }

  private struct Place {
    let time: Instant
    let dot: (x: Int, y: Int)
    let isBreaching: Bool
  }

  private func places(_ index: Int, _ grid: DotGrid) -> [Place] {
    chart.series[index].points.suffix(Chart.mostPoints).compactMap { point in
      guard point.value.isFinite, let right = times.position(point.time) else { return nil }
      let dot = grid.dot(right: right, up: position(of: point.value))
      return Place(time: point.time, dot: dot, isBreaching: point.isBreaching)
    }
  }

  private mutating func put(_ text: String, _ grid: DotGrid, _ dot: (x: Int, y: Int), _ role: Role)
  {
    let cell = grid.cell(of: dot)
    put(text, cell.row, axis + cell.column, role)
    if taken.indices.contains(cell.row), cell.column < columns {
      taken[cell.row][cell.column] = true
    }
  }

  /// Says what the threshold is where it hides the least.
  private mutating func drawThresholdLabel() {
    guard let threshold = chart.threshold, threshold.isFinite,
      let text = thresholdLabel(threshold)
    else { return }
    let row = row(of: threshold)
    let starts = [columns - text.count, 0, (columns - text.count) / 2]
    // In its own line, else just above it, else just below it, though not beside what lies lower.
    let places = [row, row - 1, row + 1].filter { row in
      (0..<rows).contains(row) && !footRows(below: threshold).contains(row)
    }.flatMap { row in starts.map { (row: row, start: $0) } }
    let hidden = places.map { place in
      taken[place.row][place.start..<place.start + text.count].count { $0 }
    }
    guard let least = hidden.min(), let best = hidden.firstIndex(of: least) else { return }
    put(text, places[best].row, axis + places[best].start, .chartThreshold)
  }

  // MARK: Heights

  /// How many dots a row is high.
  private var dotsInRow: Int { (glyphs.isASCII ? DotGrid.Shape.ascii : .braille).dots.rows }

  /// The row of the plot in which a value stands.
  private func row(of value: Double) -> Int { row(at: position(of: value)) }

  private func row(at position: Double) -> Int {
    let height = rows * dotsInRow - 1
    return (height - (position * Double(height)).whole(in: 0...max(0, height))) / dotsInRow
  }

  /// How far up a value stands, from 0 to 1.
  ///
  /// A threshold hardly above zero, or above the foot of the axis, would stand in the row of those, as if
  /// they reached it: it stands one row higher, and with it what is not below it.
  private func position(of value: Double) -> Double {
    let position = scale.position(value)
    guard let threshold = chart.threshold, threshold.isFinite, value >= threshold, rows > 1
    else { return position }
    let row = row(at: scale.position(threshold))
    guard row > 0, footRows(below: threshold).contains(row) else { return position }
    // The lowest dot of the row above.
    let height = rows * dotsInRow - 1
    return max(position, Double(height - row * dotsInRow + 1) / Double(height))
  }

  /// The rows of zero and of the foot of the axis, as far as they lie below the threshold.
  private func footRows(below threshold: Double) -> [Int] {
    [0, scale.low].filter { $0 < threshold && $0 >= scale.low }.map { row(at: scale.position($0)) }
  }

  private mutating func put(_ text: String, _ row: Int, _ column: Int, _ role: Role) {
    guard cells.indices.contains(row) else { return }
    for (index, scalar) in text.unicodeScalars.enumerated()
    where cells[row].indices.contains(column + index) {
      cells[row][column + index] = (scalar, role)
    }
  }
}

internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How much was written when, and how much of it was trouble: bars above the log.
extension Canvas {
  /// Draws a bar for each stretch of time: how many lines above, whether there were errors below.
  func drawBars(_ geometry: LogsGeometry, on frame: inout Frame) {
    guard !geometry.bars.isEmpty, let histogram = state.logs.window?.histogram,
      !histogram.bins.isEmpty
    else { return }
    drawBarLabels(histogram, geometry, on: &frame)
    let peak = histogram.bins.map(\.total).max() ?? 0
    for (index, bin) in histogram.bins.enumerated() {
      guard let rect = geometry.bar(index, of: histogram) else { break }
      draw(bin, peak: peak, in: rect, on: &frame)
      if index == state.chosenBar { select(rect, on: &frame) }
    }
  }

  private func draw(
    _ bin: LogHistogram.Bin,
    peak: Int,
    in rect: Rect,
    on frame: inout Frame
  ) {
    let hasErrors = bin.errors > 0
    for column in 0..<rect.width {
      let point = rect.origin.offset(columns: column)
      if hasErrors, rect.height == 1 {
        frame.put(glyphs.failed, at: point, style: theme[.error])
      } else if bin.total > 0, peak > 0 {
        let level = (bin.total * glyphs.column.count + peak - 1) / peak
        let index = min(max(1, level), glyphs.column.count) - 1
        frame.put(glyphs.column[index], at: point, style: theme[.chart])
      }
    }
    guard hasErrors, rect.height > 1 else { return }
    for column in 0..<rect.width {
      frame.put(
        glyphs.failed,
        at: rect.origin.offset(columns: column, rows: 1),
        style: theme[.error]
      )
    }
  }

  /// When the bars begin, and how many errors there are.
  private func drawBarLabels(
    _ histogram: LogHistogram,
    _ geometry: LogsGeometry,
    on frame: inout Frame
  ) {
    guard geometry.barLabelWidth > 0 else { return }
    let width = geometry.barLabelWidth - 1
    let times = state.logs.times
    let start =
      time.isSameDay(histogram.start, time.now, times)
      ? time.moment(histogram.start, times) : time.dated(histogram.start, times, width: width)
    put(SafeText(start), at: geometry.bars.origin, .muted, width: width, on: &frame)
    let errors = histogram.bins.reduce(0) { $0 + $1.errors }
    let text = SafeText(errors == 0 ? "no errors" : "\(glyphs.failed) \(Canvas.short(errors))")
    put(
      text,
      at: geometry.bars.origin.offset(rows: 1),
      errors == 0 ? .muted : .error,
      width: width,
      on: &frame
    )
  }

  /// A count in at most five columns.
  private static func short(_ count: Int) -> String {
    count < 10_000 ? "\(count)" : count < 1_000_000 ? "\(count / 1000)k" : "\(count / 1_000_000)M"
  }

  /// What the chosen bar stands for, for the pane's title; `nil` where none is chosen.
  var barRemarks: [Span]? {
    guard let index = state.chosenBar, let histogram = state.logs.window?.histogram else {
      return nil
    }
    let bin = histogram.bins[index]
    let style: TimeStyle = state.logs.times == .age ? .utc : state.logs.times
    func clock(_ instant: Instant) -> String {
      let isFine = histogram.step % 1000 != 0 && time.isSameDay(instant, time.now, style)
      return isFine ? time.precise(instant, style) : time.moment(instant, style)
    }
    let from = histogram.start(ofBin: index)
    let isWide = (state.paneRects[.logs]?.width ?? 0) >= 60
    let until = isWide ? " to \(clock(from + histogram.step))" : ""
    let lines = "\(bin.total) \(bin.total == 1 ? "line" : "lines")"
    let errors =
      "\(glyphs.failed) \(bin.errors)" + (isWide ? bin.errors == 1 ? " error" : " errors" : "")
    return [span(SafeText(clock(from) + until), .focus), span(SafeText(lines), .muted)]
      + (bin.errors > 0 ? [span(SafeText(errors), .error)] : [])
  }
}

internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The metric of an opened alarm.
extension Canvas {
  /// The chart of what it watches against its threshold, and what goes into that.
  func metricSections(_ alarm: Alarm, _ report: AlarmReport?) -> [Page.Section] {
    guard let metric = alarm.metric else { return [] }
    let title = AlarmWords.title(of: metric)
    guard let metrics = report?.metrics else {
      let text = report.map(unread) ?? "reading the metric…"
      return [section(title, wrapped([SafeText(text)]), .muted)]
    }
    let size = Size(columns: state.insidePage.width - 3, rows: chartHeight)
    let parts = AlarmChart(metric, metrics, times: state.times, zone: state.utcOffsetMinutes)
    // Drawn when a line of it comes into sight, and then only once.
    let picture = Once { parts.chart.picture(size, glyphs: glyphs) }
    let chart = Page.Section(title: title, count: size.rows) { index, rect, frame in
      picture.value.draw(index, in: rect.inset(left: 1), theme: theme, on: &frame)
    }
    return parts.others.isEmpty ? [chart] : [chart, othersSection(parts.others)]
  }

  private var chartHeight: Int { min(14, max(7, state.insidePage.height * 2 / 5)) }

  /// What would not be seen on the same axis, each in a row of its own.
  private func othersSection(_ others: [MetricSeries]) -> Page.Section {
    let width = min(28, max(8, state.insidePage.width / 3))
    return Page.Section(title: "What goes into it", count: others.count) { index, rect, frame in
      let series = others[index]
      put(
        SafeText(series.label),
        at: rect.origin.offset(columns: 1),
        .muted,
        width: width,
        on: &frame
      )
      let newest = SafeText(series.points.last.map { AlarmWords.number($0.value) } ?? "no data")
      put(newest, at: Point(x: rect.maxX - 10, y: rect.y), .text, width: 10, on: &frame)
      let line = rect.inset(left: width + 3, right: 12)
      Sparkline(values: series.points.map(\.value))
        .draw(in: line, glyphs: glyphs, theme: theme, on: &frame)
    }
  }
}

/// A value that is made when it is first asked for, and only once.
private final class Once<Value> {
  /// The value.
  private(set) lazy var value = make()
  private let make: () -> Value

  init(_ make: @escaping () -> Value) { self.make = make }
}

internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// What an alarm watches as a chart, and what would not be seen on the same axis.
struct AlarmChart {
  /// What is watched, the edges of its band, and what of the rest is about as large.
  let chart: Chart
  /// The rest.
  let others: [MetricSeries]

  /// How many series a chart has room for.
  private static let most = 6
  /// How many times larger than the rest of the axis a series may be, or smaller.
  private static let factor = 4.0

  /// Sorts the series by what can be seen on one axis.
  init(_ metric: Alarm.Metric, _ metrics: AlarmReport.Metrics, times: TimeStyle, zone offset: Int) {
    let watched = metrics.series.filter { $0.part == .watched }
    let band = metrics.series.filter { $0.part == .band }
    let isFixed = metric.bandQuery == nil
    let fixed = isFixed ? abs(metric.threshold) : 0
    let top = max(fixed, (watched + band).map(AlarmChart.size).max() ?? 0)
    let inputs = metrics.series.filter { $0.part == .input }
    func fits(_ series: MetricSeries) -> Bool {
      let size = AlarmChart.size(series)
      return size <= top * AlarmChart.factor && size >= top / AlarmChart.factor
    }
    let near = inputs.filter(fits)
    let room = max(0, AlarmChart.most - watched.count - band.count)
    others = inputs.filter { !fits($0) } + near.dropFirst(room)
    let edges = metrics.series.band
    let isLocal = times == .local && offset != 0
    chart = Chart(
      series: watched.prefix(AlarmChart.most).map { series in
        let points = series.points.map { point in
          Chart.Point(
            time: point.timestamp,
            value: point.value,
            isBreaching: metric.isBreached(by: point.value, band: edges[point.timestamp])
          )
        }
        return .init(label: SafeText(series.label), points: points)
      } + band.map { AlarmChart.plain($0, role: .chartThreshold) }
        + near.prefix(room).map { AlarmChart.plain($0) },
      threshold: isFixed ? metric.threshold : nil,
      from: metrics.from,
      to: metrics.to,
      periodMilliseconds: Int64(metric.periodSeconds) * 1000,
      utcOffsetMinutes: isLocal ? offset : 0,
      zone: isLocal ? "local" : "UTC"
    )
  }

  private static func plain(_ series: MetricSeries, role: Role? = nil) -> Chart.Series {
    let points = series.points.map { Chart.Point(time: $0.timestamp, value: $0.value) }
    return .init(label: SafeText(series.label), points: points, role: role)
  }

  private static func size(_ series: MetricSeries) -> Double {
    series.points.lazy.map { abs($0.value) }.filter(\.isFinite).max() ?? 0
  }
}

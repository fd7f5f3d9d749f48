internal import AWSWire
internal import Glibc

// The functions; each row of the documentation's table is one case.
extension MathEvaluator {
  /// The value of a call.
  ///
  /// - Throws: `MathFault` where there is no such function or its arguments do not fit.
  func call(_ name: String, _ arguments: [MathExpression]) throws(MathFault) -> MathValue {
    if let change = MathEvaluator.perPoint(name) {
      return try only(arguments, of: name).mapped(change)
    }
    if let change = MathEvaluator.perTime(name) {
      return try perSeries(name, arguments) { series in
        series.with(
          Dictionary(uniqueKeysWithValues: series.points.map { ($0.key, change($0.key)) })
        )
      }
    }
    if let summary = MathEvaluator.summaries[name] {
      return try summarised(name, try only(arguments, of: name), summary)
    }
    switch name {
    case "DIFF", "DIFF_TIME", "RATE", "RUNNING_SUM":
      return try perSeries(name, arguments) { MathEvaluator.along($0, name) }
    case "FILL": return try fill(arguments)
    case "FIRST", "LAST":
      guard case .array(let all) = try only(arguments, of: name),
        let found = name == "FIRST" ? all.first : all.last
      else { throw mismatch(name) }
      return .series(found)
    case "IF": return try choice(arguments)
    case "METRICS": return try metricsNamed(arguments)
    case "METRIC_COUNT":
      guard case .array(let all) = try only(arguments, of: name) else { throw mismatch(name) }
      return .scalar(Double(all.count))
    case "PERIOD":
      guard arguments.count == 1, case .reference(let id) = arguments[0], metrics.contains(id),
        case .series(let series) = values[id]
      else { throw mismatch(name) }
      return .scalar(Double(series.period))
    case "REMOVE_EMPTY":
      guard case .array(let all) = try only(arguments, of: name) else { throw mismatch(name) }
      return .array(all.filter { !$0.points.isEmpty })
    case "SLICE": return try slice(arguments)
    case "SORT": return try sort(arguments)
    case "TIME_SERIES":
      guard case .scalar(let scalar) = try only(arguments, of: name) else { throw mismatch(name) }
      return .series(constant(scalar))
    default: throw MathFault("Function '\(name)' not found")
    }
  }

  /// Refuses arguments whose types the function does not take.
  func mismatch(_ name: String) -> MathFault {
    MathFault("Unsupported argument type(s) for function \(name)")
  }

  private func only(_ arguments: [MathExpression], of name: String) throws(MathFault) -> MathValue {
    guard arguments.count == 1 else {
      throw MathFault("Function \(name) expects 1 argument, but \(arguments.count) were given")
    }
    return try value(of: arguments[0])
  }

  private static func perPoint(_ name: String) -> (@Sendable (Double) -> Double)? {
    switch name {
    case "ABS": { abs($0) }
    case "CEIL": { $0.rounded(.up) }
    case "FLOOR": { $0.rounded(.down) }
    case "LOG": { log($0) }
    case "LOG10": { log10($0) }
    default: nil
    }
  }

  /// What tells of a moment, in UTC.
  private static func perTime(_ name: String) -> (@Sendable (Int64) -> Double)? {
    @Sendable func date(_ second: Int64) -> CalendarDate {
      CalendarDate(Instant(milliseconds: second * 1000))
    }
    switch name {
    case "MINUTE": return { Double(date($0).minute) }
    case "HOUR": return { Double(date($0).hour) }
    // Monday is 1, Sunday 7.
    case "DAY": return { Double((date($0).weekday + 6) % 7 + 1) }
    case "DATE": return { Double(date($0).day) }
    case "MONTH": return { Double(date($0).month) }
    case "YEAR": return { Double(date($0).year) }
    case "EPOCH": return { Double($0) }
    default: return nil
    }
  }

  private func perSeries(
    _ name: String,
    _ arguments: [MathExpression],
    _ change: (MetricSeries) -> MetricSeries
  ) throws(MathFault) -> MathValue {
    switch try only(arguments, of: name) {
    case .series(let series): return .series(change(series))
    case .array(let all): return .array(all.map(change))
    case .scalar: throw mismatch(name)
    }
  }

  /// Functions that make one number of many; `nil` where there are none.
  static let summaries: [String: @Sendable ([Double]) -> Double?] = [
    "SUM": { $0.reduce(0, +) },
    "AVG": { $0.isEmpty ? nil : $0.reduce(0, +) / Double($0.count) },
    "MIN": { $0.min() }, "MAX": { $0.max() }, "DATAPOINT_COUNT": { Double($0.count) },
    "STDDEV": { values in
      guard !values.isEmpty else { return nil }
      let mean = values.reduce(0, +) / Double(values.count)
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
        .squareRoot()
    },
  ]

  /// One number of a series, or one series of an array.
  private func summarised(
    _ name: String,
    _ value: MathValue,
    _ summary: ([Double]) -> Double?
  ) throws(MathFault) -> MathValue {
    switch value {
    case .scalar: throw mismatch(name)
    case .series(let series): return .scalar(summary(series.sorted.map(\.value)) ?? 0)
    case .array(let all):
      let times = all.reduce(into: Set<Int64>()) { $0.formUnion($1.points.keys) }
      var points: [Int64: Double] = [:]
      for time in times {
        // The documentation has AVG of an array count a missing point as 0, and no other function.
        let values = all.compactMap { $0.points[time] ?? (name == "AVG" ? 0 : nil) }
        points[time] = summary(values)
      }
      let period = all.map(\.period).max() ?? self.period
      return .series(MetricSeries(points: [:], period: period, label: "").with(points))
    }
  }

  /// Each point in the light of those before it.
  private static func along(_ series: MetricSeries, _ name: String) -> MetricSeries {
    var points: [Int64: Double] = [:]
    var previous: (time: Int64, value: Double)?
    var sum = 0.0
    for point in series.sorted {
      sum += point.value
      if name == "RUNNING_SUM" { points[point.time] = sum }
      if let previous {
        let seconds = Double(point.time - previous.time)
        switch name {
        case "DIFF": points[point.time] = point.value - previous.value
        case "DIFF_TIME": points[point.time] = seconds
        case "RATE": points[point.time] = (point.value - previous.value) / seconds
        default: break
        }
      }
      previous = point
    }
    return series.with(points)
  }

  private func metricsNamed(_ arguments: [MathExpression]) throws(MathFault) -> MathValue {
    let part: String
    switch (arguments.count, arguments.first) {
    case (0, _): part = ""
    case (1, .text(let text)): part = text
    default: throw mismatch("METRICS")
    }
    return .array(
      metrics.filter { part.isEmpty || $0.contains(part) }.compactMap { id in
        if case .series(let series) = values[id] { series } else { nil }
      }
    )
  }
}

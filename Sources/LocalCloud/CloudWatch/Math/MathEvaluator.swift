/// Works out what expressions of metric math stand for.
///
/// Source: CloudWatch User Guide, "Metric math syntax and functions". A pure value: the series of
/// metrics and of other expressions are handed in.
struct MathEvaluator: Sendable {
  /// The span that was asked for, which gaps are filled in.
  let window: MetricWindow
  /// What ids stand for.
  var values: [String: MathValue] = [:]
  /// The ids of metrics in the order of the request.
  var metrics: [String] = []
  /// The period of what has none of its own, in seconds.
  let period: Int64

  /// The value of an expression.
  ///
  /// - Throws: `MathFault` where its types do not fit.
  func value(of expression: MathExpression) throws(MathFault) -> MathValue {
    switch expression {
    case .number(let number): return .scalar(number)
    case .text(let text): throw MathFault("[Unsupported operand '\(text)']")
    case .keyword(let word): throw MathFault("[Unsupported operand '\(word)']")
    case .reference(let id):
      guard let value = values[id] else { throw MathFault("Undefined variable '\(id)'") }
      return value
    case .array(let parts):
      var found: [MetricSeries] = []
      for part in parts {
        switch try value(of: part) {
        case .series(let series): found.append(series)
        case .array(let series): found += series
        case .scalar(let scalar): found.append(constant(scalar))
        }
      }
      return .array(found)
    case .negation(let inner): return try value(of: inner).mapped { -$0 }
    case .operation(let infix, let left, let right):
      return try combined(infix, try value(of: left), try value(of: right))
    case .call(let name, let arguments): return try call(name, arguments)
    }
  }

  /// A series that has one value in every period.
  func constant(_ value: Double) -> MetricSeries {
    let points = window.grid(period: period).map { ($0, value) }
    return MetricSeries(points: [:], period: period, label: "")
      .with(Dictionary(points, uniquingKeysWith: { first, _ in first }))
  }

  private func combined(_ infix: MathOperator, _ left: MathValue, _ right: MathValue)
    throws(MathFault) -> MathValue
  {
    switch (left, right) {
    case (.scalar(let a), .scalar(let b)): return .scalar(infix.apply(a, b))
    case (.scalar(let a), .series(let b)): return .series(b.map { infix.apply(a, $0) })
    case (.series(let a), .scalar(let b)): return .series(a.map { infix.apply($0, b) })
    case (.series(let a), .series(let b)): return .series(MathEvaluator.joined(infix, a, b))
    case (.array(let a), .scalar(let b)):
      return .array(a.map { $0.map { infix.apply($0, b) } })
    case (.scalar(let a), .array(let b)):
      return .array(b.map { $0.map { infix.apply(a, $0) } })
    case (.array(let a), .series(let b)):
      return .array(a.map { MathEvaluator.joined(infix, $0, b) })
    case (.series(let a), .array(let b)):
      return .array(b.map { MathEvaluator.joined(infix, a, $0).labelled($0.label) })
    case (.array(let a), .array(let b)):
      guard a.count == b.count else {
        throw MathFault(
          "Unsupported operand type(s) for \(infix.rawValue): '\(left.type)' and '\(right.type)' of "
            + "different lengths"
        )
      }
      return .array(zip(a, b).map { MathEvaluator.joined(infix, $0, $1) })
    }
  }

  /// Both series where both have a point.
  private static func joined(_ infix: MathOperator, _ left: MetricSeries, _ right: MetricSeries)
    -> MetricSeries
  {
    var points: [Int64: Double] = [:]
    for (time, value) in left.points {
      if let other = right.points[time] { points[time] = infix.apply(value, other) }
    }
    var joined = left.with(points)
    joined.period = max(left.period, right.period)
    return joined
  }
}

extension MathValue {
  /// The value with each number in it replaced.
  func mapped(_ change: (Double) -> Double) -> MathValue {
    switch self {
    case .scalar(let scalar): .scalar(change(scalar))
    case .series(let series): .series(series.map(change))
    case .array(let all): .array(all.map { $0.map(change) })
    }
  }
}

extension MetricSeries {
  /// The same series under another name.
  func labelled(_ label: String) -> MetricSeries {
    MetricSeries(points: points, period: period, label: label)
  }
}

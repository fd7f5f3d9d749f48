// The functions that take more than one argument.
extension MathEvaluator {
  /// `FILL(series, scalar | series | REPEAT | LINEAR)`.
  func fill(_ arguments: [MathExpression]) throws(MathFault) -> MathValue {
    guard arguments.count == 2 else {
      throw MathFault("Function FILL expects 2 arguments, but \(arguments.count) were given")
    }
    let filling: Filling
    switch arguments[1] {
    case .keyword("REPEAT"): filling = .again
    case .keyword("LINEAR"): filling = .linear
    default:
      switch try value(of: arguments[1]) {
      case .scalar(let scalar): filling = .scalar(scalar)
      case .series(let series): filling = .series(series)
      case .array: throw mismatch("FILL")
      }
    }
    switch try value(of: arguments[0]) {
    case .scalar: throw mismatch("FILL")
    case .series(let series): return .series(filled(series, filling))
    case .array(let all): return .array(all.map { filled($0, filling) })
    }
  }

  private enum Filling {
    case scalar(Double)
    case series(MetricSeries)
    /// The point before.
    case again
    /// On the line between the points before and after.
    case linear
  }

  private func filled(_ series: MetricSeries, _ filling: Filling) -> MetricSeries {
    var points = series.points
    let known = series.sorted
    var passed = 0
    for time in window.grid(period: series.period) where points[time] == nil {
      while passed < known.count, known[passed].time < time { passed += 1 }
      let before = passed > 0 ? known[passed - 1] : nil
      let after = passed < known.count ? known[passed] : nil
      switch filling {
      case .scalar(let scalar): points[time] = scalar
      case .series(let other): points[time] = other.points[time]
      case .again: points[time] = before?.value
      case .linear:
        guard let before, let after else { continue }
        let share = Double(time - before.time) / Double(after.time - before.time)
        points[time] = before.value + (after.value - before.value) * share
      }
    }
    return series.with(points)
  }

  /// `IF(condition, then, otherwise)`; without the last there is no point where it does not hold.
  func choice(_ arguments: [MathExpression]) throws(MathFault) -> MathValue {
    guard (2...3).contains(arguments.count) else {
      throw MathFault("Function IF expects 2 or 3 arguments, but \(arguments.count) were given")
    }
    let condition = try value(of: arguments[0])
    let yes = try value(of: arguments[1])
    let no = arguments.count == 3 ? try value(of: arguments[2]) : nil
    switch condition {
    case .array: throw mismatch("IF")
    case .scalar(let scalar):
      if scalar != 0 { return yes }
      if let no { return no }
      return .series(MetricSeries(points: [:], period: period, label: ""))
    case .series(let series):
      var points: [Int64: Double] = [:]
      for (time, value) in series.points {
        guard let chosen = value != 0 ? yes : no else { continue }
        switch chosen {
        case .scalar(let scalar): points[time] = scalar
        case .series(let other): points[time] = other.points[time]
        case .array: throw mismatch("IF")
        }
      }
      for case .array in [yes, no].compactMap({ $0 }) { throw mismatch("IF") }
      return .series(series.with(points))
    }
  }

  /// `SLICE(array, start, end)`, the latter excluded; one series where there is no end.
  func slice(_ arguments: [MathExpression]) throws(MathFault) -> MathValue {
    guard (2...3).contains(arguments.count), case .array(let all) = try value(of: arguments[0])
    else { throw mismatch("SLICE") }
    var bounds: [Int] = []
    for argument in arguments.dropFirst() {
      guard case .scalar(let number) = try value(of: argument), let whole = Int(exactly: number),
        whole >= 0
      else { throw mismatch("SLICE") }
      bounds.append(whole)
    }
    guard bounds.count == 2 else {
      guard all.indices.contains(bounds[0]) else {
        throw MathFault("SLICE begins beyond the \(all.count) elements of the array")
      }
      return .series(all[bounds[0]])
    }
    return .array(Array(all.prefix(bounds[1]).dropFirst(bounds[0])))
  }

  /// `SORT(array, FUNCTION, ASC | DESC, most)`.
  func sort(_ arguments: [MathExpression]) throws(MathFault) -> MathValue {
    guard (3...4).contains(arguments.count), case .array(let all) = try value(of: arguments[0]),
      case .keyword(let name) = arguments[1], let summary = MathEvaluator.summaries[name],
      case .keyword(let direction) = arguments[2], ["ASC", "DESC"].contains(direction)
    else { throw mismatch("SORT") }
    let ranked = all.enumerated()
      .map { (place: $0, weight: summary($1.sorted.map(\.value)) ?? 0, series: $1) }
      .sorted { left, right in
        guard left.weight != right.weight else { return left.place < right.place }
        return direction == "ASC" ? left.weight < right.weight : left.weight > right.weight
      }
    var most = ranked.count
    if arguments.count == 4 {
      guard case .scalar(let number) = try value(of: arguments[3]),
        let whole = Int(exactly: number), whole >= 0
      else { throw mismatch("SORT") }
      most = whole
    }
    return .array(ranked.prefix(most).map(\.series))
  }
}

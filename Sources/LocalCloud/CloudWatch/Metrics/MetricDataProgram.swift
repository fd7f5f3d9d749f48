internal import JSONValue

/// Queries that refer to each other, in an order in which each comes after those it needs.
///
/// It serves `GetMetricData` and alarms on metric math alike. A pure value: metrics are read by a
/// closure.
struct MetricDataProgram: Sendable {
  /// All queries, as they were given.
  let queries: [MetricDataQuery]
  /// Expressions in the order in which they can be worked out.
  private let expressions: [(query: MetricDataQuery, expression: MathExpression)]

  /// Reads queries.
  ///
  /// - Parameters:
  ///   - list: the elements.
  ///   - parameter: what the list is called in the request.
  /// - Throws: `CloudError` as CloudWatch refuses them.
  init(_ list: [JSON], parameter: String) throws {
    var queries: [MetricDataQuery] = []
    for (index, json) in list.enumerated() {
      queries.append(try MetricDataQuery(json, path: "\(parameter).member.\(index + 1)."))
    }
    self.queries = queries
    guard Set(queries.map(\.id)).count == queries.count else {
      throw CloudWatchError.validation(
        "The values for parameter id in \(parameter) are not unique.\n"
      )
    }
    expressions = try MetricDataProgram.ordered(queries)
    // With nothing in the series only the types are worked out.
    _ = try run(over: MetricWindow(from: 0, end: 0)) { _ in [:] }
  }

  private static func ordered(
    _ queries: [MetricDataQuery]
  ) throws -> [(query: MetricDataQuery, expression: MathExpression)] {
    let byID = Dictionary(queries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var done: [(query: MetricDataQuery, expression: MathExpression)] = []
    var state: [String: Bool] = [:]
    func visit(_ query: MetricDataQuery) throws {
      guard case .expression(let expression) = query.source, state[query.id] != true else { return }
      guard state[query.id] == nil else {
        throw CloudWatchError.expression(query.id, "Circular dependency between expressions")
      }
      state[query.id] = false
      for id in expression.references.sorted() {
        guard let needed = byID[id] else {
          throw CloudWatchError.expression(query.id, "Undefined variable '\(id)'")
        }
        try visit(needed)
      }
      state[query.id] = true
      done.append((query, expression))
    }
    for query in queries { try visit(query) }
    return done
  }

  /// The metrics that are read.
  var selections: [MetricSelection] {
    queries.compactMap { if case .metric(let selection) = $0.source { selection } else { nil } }
  }

  /// The shortest period that any query has, in seconds.
  var shortestPeriod: Int64 {
    let named = selections.map(\.period) + queries.compactMap(\.period)
    return Int64(named.min() ?? 60)
  }

  /// Whether anything is worked out.
  var hasExpressions: Bool { !expressions.isEmpty }

  /// What each query stands for.
  ///
  /// - Parameters:
  ///   - window: the span that is asked for.
  ///   - points: reads the points of a metric, by where their periods begin.
  /// - Returns: the values by the queries' ids.
  /// - Throws: `CloudError` where types do not fit, and what `points` throws.
  func run(
    over window: MetricWindow,
    _ points: (MetricSelection) throws -> [Int64: Double]
  ) throws -> [String: MathValue] {
    var values: [String: MathValue] = [:]
    var metrics: [String] = []
    for query in queries {
      guard case .metric(let selection) = query.source else { continue }
      metrics.append(query.id)
      values[query.id] = .series(
        MetricSeries(
          points: try points(selection),
          period: Int64(selection.period),
          label: query.label ?? selection.key.name
        )
      )
    }
    for (query, expression) in expressions {
      let evaluator = MathEvaluator(
        window: window,
        values: values,
        metrics: metrics,
        period: period(of: query, expression, values)
      )
      do {
        values[query.id] = try evaluator.value(of: expression)
      } catch {
        throw CloudWatchError.expression(query.id, error.problem)
      }
    }
    return values
  }

  /// The series of a query; a scalar is one that has the same value in every period.
  func series(
    of query: MetricDataQuery,
    in values: [String: MathValue],
    over window: MetricWindow
  ) -> [MetricSeries] {
    switch values[query.id] {
    case .series(let series): return [series]
    case .array(let all): return all
    case .scalar(let scalar):
      guard case .expression(let expression) = query.source else { return [] }
      let period = period(of: query, expression, values)
      return [MathEvaluator(window: window, period: period).constant(scalar)]
    case nil: return []
    }
  }

  /// The longest period among what an expression names; its own where it names nothing.
  private func period(
    of query: MetricDataQuery,
    _ expression: MathExpression,
    _ values: [String: MathValue]
  ) -> Int64 {
    let named = expression.references.flatMap { id -> [Int64] in
      switch values[id] {
      case .series(let series): [series.period]
      case .array(let all): all.map(\.period)
      case .scalar, nil: []
      }
    }
    let all = expression.asksForMetrics ? selections.map { Int64($0.period) } : []
    let everything = selections.map { Int64($0.period) }
    return (named + all).max() ?? query.period.map(Int64.init) ?? everything.max() ?? 60
  }
}

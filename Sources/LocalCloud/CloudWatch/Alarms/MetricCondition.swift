internal import JSONValue

/// When a metric alarm is in ALARM.
struct MetricCondition: Sendable {
  /// What it looks at.
  enum Source: Sendable {
    /// One statistic of one metric.
    case metric(MetricSelection)
    /// The query of a program that returns data.
    case math(MetricDataProgram, returning: MetricDataQuery)
  }

  /// Where the points come from.
  let source: Source
  /// In seconds.
  let period: Int
  /// The threshold, and how many points must be beyond it.
  let evaluator: AlarmEvaluator
  /// Whether `DatapointsToAlarm` was given, which reasons are worded after.
  let hasDatapointsToAlarm: Bool
  /// Whether periods with too few samples for the percentile leave the state as it is.
  let ignoresLowSamples: Bool

  /// Whether more samples in a period can only bring it nearer to breaching.
  ///
  /// An average can fall again, and so can what math makes of it; a sum only of negative samples, which
  /// no metric of the backend has.
  var onlyNearsBreaching: Bool {
    guard case .metric(let selection) = source, evaluator.comparison.isUpward else { return false }
    switch selection.statistic.kind {
    case .sampleCount, .sum, .maximum: return true
    default: return false
    }
  }

  /// Reads the members of `PutMetricAlarm`.
  ///
  /// - Throws: `CloudError` as CloudWatch refuses them.
  init(_ input: CallInput) throws {
    for name in ["ThresholdMetricId", "EvaluationCriteria", "EvaluationInterval"]
    where input.has(name) {
      throw input.fault("\(name) is not supported by the local cloud")
    }
    if input.has("Metrics") {
      (source, period) = try MetricCondition.math(input)
    } else {
      let selection = try MetricCondition.selection(input)
      (source, period) = (.metric(selection), selection.period)
    }
    guard let periods = try input.int("EvaluationPeriods", in: 1...Int.max) else {
      throw CloudWatchError.missing("EvaluationPeriods")
    }
    let points = try input.int("DatapointsToAlarm", in: 1...Int.max)
    guard points.map({ $0 <= periods }) ?? true else {
      throw input.fault("DatapointsToAlarm must be less than or equal to EvaluationPeriods")
    }
    hasDatapointsToAlarm = points != nil
    let longest = period >= 3600 ? 604_800 : 86_400
    guard periods <= longest / period else {
      throw input.fault(
        "Metrics cannot be checked across more than a \(period >= 3600 ? "week" : "day") "
          + "(EvaluationPeriods * Period must be <= \(longest))."
      )
    }
    guard let threshold = input.double("Threshold") else {
      throw CloudWatchError.missing("Threshold")
    }
    guard threshold.isFinite, abs(threshold) <= 0x1p360 else {
      throw CloudWatchError.invalid("The value \(threshold) for parameter Threshold is invalid.")
    }
    guard
      let comparison = try input.choice(
        "ComparisonOperator",
        of: AlarmComparison.allCases.map(\.rawValue)
      ).flatMap(AlarmComparison.init)
    else { throw CloudWatchError.missing("ComparisonOperator") }
    let missing = try input.choice(
      "TreatMissingData",
      of: ["breaching", "notBreaching", "ignore", "missing"]
    )
    evaluator = AlarmEvaluator(
      evaluationPeriods: periods,
      datapointsToAlarm: points ?? periods,
      comparison: comparison,
      threshold: threshold,
      missingData: MetricCondition.readsDynamoDB(source)
        ? .ignore : missing.flatMap(AlarmEvaluator.MissingData.init) ?? .missing
    )
    ignoresLowSamples =
      try input.choice("EvaluateLowSampleCountPercentile", of: ["evaluate", "ignore"]) == "ignore"
  }

  /// Whether a metric of DynamoDB is read: alarms on those ignore missing data, whatever they were
  /// given (CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data").
  private static func readsDynamoDB(_ source: Source) -> Bool {
    switch source {
    case .metric(let selection): selection.key.namespace == "AWS/DynamoDB"
    case .math(let program, _):
      program.selections.contains { $0.key.namespace == "AWS/DynamoDB" }
    }
  }

  /// The metrics whose samples may change the state.
  var metrics: [MetricKey] {
    switch source {
    case .metric(let selection): [selection.key]
    case .math(let program, _): program.selections.map(\.key)
    }
  }

  /// The one metric, of an alarm that is not on metric math.
  var selection: MetricSelection? {
    if case .metric(let selection) = source { selection } else { nil }
  }

  /// How many samples a period needs so that its percentile counts: 10 beyond the percentile, on the
  /// side where there are fewer (CloudWatch User Guide, "Percentile-based alarms and low data
  /// samples").
  var fewestSamples: Double? {
    guard ignoresLowSamples, let percentile = selection?.statistic.percentile else { return nil }
    let share = min(percentile, 100 - percentile) / 100
    return share > 0 ? 10 / share : .infinity
  }

  private static func period(_ input: CallInput) throws -> Int {
    guard let period = try input.int("Period", in: 1...Int.max) else {
      throw CloudWatchError.missing("Period")
    }
    guard isPeriod(period) else {
      throw input.fault("Period must be 10, 20, 30 or a multiple of 60")
    }
    return period
  }

  private static func isPeriod(_ period: Int) -> Bool {
    [10, 20, 30].contains(period) || period.isMultiple(of: 60) && period <= 604_800
  }

  private static func selection(_ input: CallInput) throws -> MetricSelection {
    guard input.has("MetricName") else {
      throw input.fault(
        "For each PutMetricAlarm operation, you must specify either MetricName, a Metrics array, or "
          + "an EvaluationCriteria."
      )
    }
    let key = try MetricKey(input)
    let given = (
      basic: try input.choice("Statistic", of: MetricStatistic.basic),
      extended: input.text(optional: "ExtendedStatistic")
    )
    let name: String
    switch given {
    case (let basic?, nil): name = basic
    case (nil, let extended?): name = extended
    default:
      throw input.fault(
        "Exactly one element of [Statistic, ExtendedStatistic] must be specified for a metric."
      )
    }
    guard let statistic = MetricStatistic(name), statistic.isExtended == (given.basic == nil) else {
      throw input.fault("The value \(name) for parameter ExtendedStatistic is not supported.")
    }
    let unit = try input.choice("Unit", of: MetricUnit.all)
    return MetricSelection(
      key: key,
      statistic: statistic,
      period: try period(input),
      unit: unit
    )
  }

  private static func math(_ input: CallInput) throws -> (Source, Int) {
    let single = [
      "MetricName", "Namespace", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic",
    ]
    for name in single where input.has(name) && input.json[name]?.array?.isEmpty != true {
      throw input.fault("\(name) should not be set if list of Metrics is set.")
    }
    let list = input.list("Metrics")
    if list.contains(where: { MathParser.calls("SEARCH", in: $0["Expression"]?.string ?? "") }) {
      throw input.fault("SEARCH is not supported on Metric Alarms.")
    }
    let program = try MetricDataProgram(list, parameter: "Metrics")
    let returned = program.queries.filter(\.returnsData)
    guard let query = returned.first, returned.count == 1 else {
      throw input.fault("Exactly one element of the metrics list should return data.")
    }
    guard program.selections.count <= 10 else {
      throw input.fault("The metrics list can contain at most 10 metrics.")
    }
    guard program.queries.count - program.selections.count <= 10 else {
      throw input.fault("The metrics list can contain at most 10 expressions.")
    }
    let window = MetricWindow(from: 0, end: 0)
    let values = try program.run(over: window) { _ in [:] }
    if case .array = values[query.id] {
      throw input.fault(
        "Metrics expression that return multi time series are only allowed for MetricsInsights "
          + "expression with an ORDER BY clause"
      )
    }
    let period = Int(
      program.series(of: query, in: values, over: window).first?.period ?? 60
    )
    for query in program.selections where !isPeriod(query.period) {
      throw input.fault("Period must be 10, 20, 30 or a multiple of 60")
    }
    guard isPeriod(period) else {
      throw input.fault("Period must be 10, 20, 30 or a multiple of 60")
    }
    return (.math(program, returning: query), period)
  }
}

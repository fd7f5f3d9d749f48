internal import JSONValue

/// What `PutMetricAlarm` set.
struct AlarmSettings: Sendable {
  /// The members as they were given, with the defaults filled in.
  var json: JSON
  let name: String
  let metric: MetricKey
  let statistic: String
  /// In seconds.
  let period: Int
  let evaluator: AlarmEvaluator
  /// Whether `DatapointsToAlarm` was given, which reasons are worded after.
  let hasDatapointsToAlarm: Bool

  /// Reads an input or what was stored of one.
  ///
  /// - Throws: `CloudError` where a member is missing or not supported.
  init(_ json: JSON) throws {
    let input = CallInput(json, code: "ValidationError")
    name = try input.text("AlarmName")
    if input.has("Metrics") {
      throw input.fault("Alarms on metric math are not supported by the local cloud")
    }
    metric = try MetricKey(input)
    guard let statistic = try input.choice("Statistic", of: MetricStatistics.names) else {
      throw input.fault(
        "Exactly one element of [Statistic, ExtendedStatistic, Metrics] must be supplied; the "
          + "local cloud supports Statistic"
      )
    }
    self.statistic = statistic
    guard let period = try input.int("Period", in: 10...604_800), period % 60 == 0 || period < 60
    else {
      throw input.fault("Period must be 10, 30 or a multiple of 60")
    }
    self.period = period
    guard let periods = try input.int("EvaluationPeriods", in: 1...10_080) else {
      throw CloudWatchError.missing("EvaluationPeriods")
    }
    let points = try input.int("DatapointsToAlarm", in: 1...periods)
    hasDatapointsToAlarm = points != nil
    guard period * periods <= (period >= 3600 ? 604_800 : 86_400) else {
      throw input.fault(
        "Metrics cannot be checked across more than a day (EvaluationPeriods * "
          + "Period must be <= 86400)."
      )
    }
    guard let threshold = input.double("Threshold") else {
      throw CloudWatchError.missing("Threshold")
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
      missingData: missing.flatMap(AlarmEvaluator.MissingData.init) ?? .missing
    )
    self.json = json
    self.json["ActionsEnabled"] = .bool(input.bool("ActionsEnabled") ?? true)
    self.json["Period"] = JSON(period)
    self.json["EvaluationPeriods"] = JSON(periods)
    self.json["Threshold"] = JSON(threshold)
    if let points { self.json["DatapointsToAlarm"] = JSON(points) }
  }

  /// The length of a period in minutes; shorter ones are looked at by the minute.
  var periodMinutes: Int64 { max(1, Int64(period) / 60) }

  /// Whether the alarm does anything when its state changes.
  var areActionsEnabled: Bool { json["ActionsEnabled"]?.bool ?? true }

  /// The ARNs that are told when the alarm goes to `state`.
  func actions(for state: String) -> [String] {
    let key =
      switch state {
      case "ALARM": "AlarmActions"
      case "OK": "OKActions"
      default: "InsufficientDataActions"
      }
    return json[key]?.array?.compactMap(\.string) ?? []
  }
}

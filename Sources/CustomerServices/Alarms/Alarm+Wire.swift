internal import AWSWire
internal import CustomerDomain
internal import JSONValue

extension Alarm {
  /// Reads a metric alarm as DescribeAlarms gives it; `nil` where it lacks the needful.
  init?(metricAlarm wire: JSON) {
    self.init(common: wire, type: "MetricAlarm")
    guard let name = wire["MetricName"]?.string else { return }
    // No alarm looks at more than a week; what is beyond comes from no service that can be trusted.
    func count(_ number: JSON?) -> Int? { number?.int.map { min(max(1, $0), 604_800) } }
    let periods = count(wire["EvaluationPeriods"]) ?? 1
    metric = Metric(
      namespace: wire["Namespace"]?.string ?? "",
      name: name,
      dimensions: (wire["Dimensions"]?.array ?? []).compactMap { dimension in
        guard let name = dimension["Name"]?.string else { return nil }
        return Dimension(name: name, value: dimension["Value"]?.string ?? "")
      },
      statistic: wire["Statistic"]?.string ?? wire["ExtendedStatistic"]?.string ?? "",
      periodSeconds: count(wire["Period"]) ?? 60,
      evaluationPeriods: periods,
      datapointsToAlarm: count(wire["DatapointsToAlarm"]) ?? periods,
      threshold: wire["Threshold"]?.double.flatMap { $0.isFinite ? $0 : nil } ?? 0,
      comparison: wire["ComparisonOperator"]?.string ?? "",
      treatMissingData: wire["TreatMissingData"]?.string ?? "missing"
    )
  }

  /// Reads a composite alarm as DescribeAlarms gives it; `nil` where it lacks the needful.
  init?(compositeAlarm wire: JSON) {
    self.init(common: wire, type: "CompositeAlarm")
    rule = wire["AlarmRule"]?.string
  }

  private init?(common wire: JSON, type: String) {
    guard let name = wire["AlarmName"]?.string,
      let state = wire["StateValue"]?.string.flatMap(State.init(rawValue:))
    else { return nil }
    func strings(_ key: String) -> [String] { (wire[key]?.array ?? []).compactMap(\.string) }
    // The moment of the transition where the service tells it; the other one also moves when the
    // reason is written anew.
    let since = wire["StateTransitionedTimestamp"] ?? wire["StateUpdatedTimestamp"]
    self.init(
      name: name,
      arn: wire["AlarmArn"]?.string ?? "",
      type: type,
      summary: wire["AlarmDescription"]?.string ?? "",
      state: state,
      since: since?.instant ?? Instant(milliseconds: 0),
      reason: wire["StateReason"]?.string ?? "",
      actionsEnabled: wire["ActionsEnabled"]?.bool ?? true,
      alarmActions: strings("AlarmActions"),
      okActions: strings("OKActions")
    )
  }
}

extension AlarmHistoryItem {
  /// Reads an entry as DescribeAlarmHistory gives it; `nil` where it lacks the needful.
  init?(wire: JSON) {
    guard let time = wire["Timestamp"]?.instant, let type = wire["HistoryItemType"]?.string else {
      return nil
    }
    self.init(
      alarmName: wire["AlarmName"]?.string ?? "",
      timestamp: time,
      type: type,
      summary: wire["HistorySummary"]?.string ?? ""
    )
  }
}

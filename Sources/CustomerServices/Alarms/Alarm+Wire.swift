internal import AWSWire
internal import CustomerDomain
internal import JSONValue

extension Alarm {
  /// Reads a metric alarm as DescribeAlarms gives it; `nil` where it lacks the needful.
  init?(metricAlarm wire: JSON) {
    self.init(common: wire, type: "MetricAlarm")
    // No alarm looks at more than a week; what is beyond comes from no service that can be trusted.
    func count(_ number: JSON?) -> Int? { number?.int.map { min(max(1, $0), 604_800) } }
    let queries = (wire["Metrics"]?.array ?? []).compactMap(Query.init(wire:))
    let band = wire["ThresholdMetricId"]?.string
    // What is watched is what is returned; next to a band that is the one that is no band.
    let returned = (wire["Metrics"]?.array ?? []).filter { $0["ReturnData"]?.bool ?? true }
      .compactMap { $0["Id"]?.string }
    let watched = returned.first { $0 != band } ?? returned.first ?? ""
    let query = queries.first { $0.id == watched }
    guard let name = wire["MetricName"]?.string ?? query?.title else { return }
    let periods = count(wire["EvaluationPeriods"]) ?? 1
    let period = query?.periodSeconds ?? queries.compactMap(\.periodSeconds).min()
    metric = Metric(
      namespace: wire["Namespace"]?.string ?? query?.namespace ?? "",
      name: name,
      dimensions: Dimension.list(wire["Dimensions"]) + (query?.dimensions ?? []),
      statistic: wire["Statistic"]?.string ?? wire["ExtendedStatistic"]?.string
        ?? query?.statistic ?? "",
      periodSeconds: count(wire["Period"]) ?? period ?? 60,
      evaluationPeriods: periods,
      datapointsToAlarm: count(wire["DatapointsToAlarm"]) ?? periods,
      threshold: wire["Threshold"]?.double.flatMap { $0.isFinite ? $0 : nil } ?? 0,
      comparison: wire["ComparisonOperator"]?.string ?? "",
      treatMissingData: wire["TreatMissingData"]?.string ?? "missing",
      queries: queries,
      watchedQuery: watched,
      bandQuery: band
    )
  }

  /// Reads a composite alarm as DescribeAlarms gives it; `nil` where it lacks the needful.
  init?(compositeAlarm wire: JSON) {
    self.init(common: wire, type: "CompositeAlarm")
    rule = wire["AlarmRule"]?.string
    guard let suppressor = wire["ActionsSuppressor"]?.string else { return }
    suppression = Suppression(
      suppressor: suppressor,
      waitSeconds: wire["ActionsSuppressorWaitPeriod"]?.int ?? 0,
      extensionSeconds: wire["ActionsSuppressorExtensionPeriod"]?.int ?? 0,
      reason: wire["ActionsSuppressedBy"]?.string.map { by in
        wire["ActionsSuppressedReason"]?.string ?? by
      }
    )
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
      okActions: strings("OKActions"),
      insufficientDataActions: strings("InsufficientDataActions")
    )
  }
}

extension Alarm.Dimension {
  /// Reads dimensions, leaving out what lacks a name.
  fileprivate static func list(_ wire: JSON?) -> [Alarm.Dimension] {
    (wire?.array ?? []).compactMap { dimension in
      guard let name = dimension["Name"]?.string else { return nil }
      return Alarm.Dimension(name: name, value: dimension["Value"]?.string ?? "")
    }
  }
}

extension Alarm.Query {
  /// Reads a part of metric math; `nil` where it lacks the needful.
  fileprivate init?(wire: JSON) {
    guard let id = wire["Id"]?.string else { return nil }
    let stat = wire["MetricStat"]
    let metric = stat?["Metric"]
    let period = (wire["Period"] ?? stat?["Period"])?.int
    self.init(
      id: id,
      label: wire["Label"]?.string ?? "",
      expression: wire["Expression"]?.string,
      namespace: metric?["Namespace"]?.string ?? "",
      name: metric?["MetricName"]?.string ?? "",
      dimensions: Alarm.Dimension.list(metric?["Dimensions"]),
      statistic: stat?["Stat"]?.string ?? "",
      periodSeconds: period.map { min(max(1, $0), 604_800) },
      accountID: wire["AccountId"]?.string
    )
  }

  /// As GetMetricData takes it.
  var wire: JSON {
    var query: JSON = ["Id": .string(id), "ReturnData": true]
    if !label.isEmpty { query["Label"] = .string(label) }
    query["AccountId"] = accountID.map { .string($0) }
    guard expression == nil else {
      query["Expression"] = expression.map { .string($0) }
      query["Period"] = periodSeconds.map { JSON($0) }
      return query
    }
    query["MetricStat"] = [
      "Metric": [
        "Namespace": .string(namespace), "MetricName": .string(name),
        "Dimensions": .array(
          dimensions.map { ["Name": .string($0.name), "Value": .string($0.value)] }
        ),
      ],
      "Period": JSON(periodSeconds ?? 60), "Stat": .string(statistic),
    ]
    return query
  }
}

extension Alarm.Metric {
  /// What is asked of GetMetricData: the parts of metric math, else the metric itself.
  var wire: JSON {
    guard queries.isEmpty else { return .array(queries.map(\.wire)) }
    let own = Alarm.Query(
      id: "m",
      namespace: namespace,
      name: name,
      dimensions: dimensions,
      statistic: statistic,
      periodSeconds: periodSeconds
    )
    return [own.wire]
  }

  /// What the series of a part is to the alarm.
  func part(of id: String) -> MetricSeries.Part {
    if id == bandQuery { return .band }
    return queries.isEmpty || id == watchedQuery ? .watched : .input
  }
}

extension TopicSubscription {
  /// Reads a subscription as ListSubscriptionsByTopic gives it; `nil` where it lacks the needful.
  init?(wire: JSON) {
    guard let kind = wire["Protocol"]?.string, let arn = wire["SubscriptionArn"]?.string else {
      return nil
    }
    // One that has not agreed yet, or has left, has a word in place of the ARN.
    let endpoint = wire["Endpoint"]?.string ?? ""
    let isAddress = kind == "http" || kind == "https"
    self.init(
      kind: kind,
      endpoint: isAddress ? TopicSubscription.withoutKey(endpoint) : endpoint,
      isConfirmed: arn.hasPrefix("arn:")
    )
  }

  /// An address's scheme and host: the rest is often the key to somebody's pager, which nothing here
  /// may hold, as what is held is recorded.
  private static func withoutKey(_ address: String) -> String {
    guard let mark = address.firstRange(of: "://") else { return "" }
    let authority = address[mark.upperBound...].prefix { !"/?#\\".contains($0) }
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
    return address[..<mark.upperBound] + (host ?? authority) + "/"
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
      summary: wire["HistorySummary"]?.string ?? "",
      detail: AlarmHistoryItem.detail(wire["HistoryData"]?.string)
    )
  }

  /// The new state's reason, or why an action failed, of what the service tells as JSON in a string.
  private static func detail(_ text: String?) -> String {
    guard let data = text.flatMap({ try? JSON(parsing: $0) }) else { return "" }
    return data["newState"]?["stateReason"]?.string ?? data["error"]?.string ?? ""
  }
}

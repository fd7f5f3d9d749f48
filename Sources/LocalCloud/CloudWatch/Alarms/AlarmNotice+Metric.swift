internal import JSONValue

// What is told of metric alarms.
extension AlarmNotice {
  /// The document about a metric alarm.
  func metricMessage(_ condition: MetricCondition) -> JSON {
    let (head, rest) = members
    let configured: JSONObject = [
      "AlarmConfigurationUpdatedTimestamp": .string(AlarmReason.stamp(alarm.configured))
    ]
    let last: JSONObject = ["Trigger": trigger(condition)]
    return .object(head.merging(configured).merging(rest).merging(last))
  }

  private func trigger(_ condition: MetricCondition) -> JSON {
    var trigger: JSONObject = [:]
    if let selection = condition.selection {
      trigger = [
        "MetricName": .string(selection.key.name), "Namespace": .string(selection.key.namespace),
      ]
      if selection.statistic.isExtended {
        trigger["StatisticType"] = "ExtendedStatistic"
        trigger["ExtendedStatistic"] = .string(selection.statistic.name)
      } else {
        trigger["StatisticType"] = "Statistic"
        trigger["Statistic"] = .string(selection.statistic.name.uppercased())
      }
      trigger["Unit"] = JSON(selection.unit)
      trigger["Dimensions"] = AlarmNotice.dimensions(selection.key)
    }
    trigger["Period"] = JSON(condition.period)
    trigger["EvaluationPeriods"] = JSON(condition.evaluator.evaluationPeriods)
    if condition.hasDatapointsToAlarm {
      trigger["DatapointsToAlarm"] = JSON(condition.evaluator.datapointsToAlarm)
    }
    trigger["ComparisonOperator"] = .string(condition.evaluator.comparison.rawValue)
    trigger["Threshold"] = JSON(condition.evaluator.threshold)
    trigger["TreatMissingData"] = settings.json["TreatMissingData"] ?? "missing"
    trigger["EvaluateLowSampleCountPercentile"] =
      settings.json["EvaluateLowSampleCountPercentile"] ?? ""
    if case .math(let program, _) = condition.source {
      trigger["Metrics"] = .array(
        zip(program.queries, settings.json["Metrics"]?.array ?? []).map(query)
      )
    }
    return .object(trigger)
  }

  private func query(_ query: MetricDataQuery, _ json: JSON) -> JSON {
    var members: JSONObject = [:]
    members["Expression"] = json["Expression"]
    members["Id"] = .string(query.id)
    members["Label"] = query.label.map(JSON.string)
    if case .metric(let selection) = query.source {
      var stat: JSONObject = [
        "Metric": [
          "Dimensions": AlarmNotice.dimensions(selection.key),
          "MetricName": .string(selection.key.name), "Namespace": .string(selection.key.namespace),
        ], "Period": JSON(selection.period), "Stat": .string(selection.statistic.name),
      ]
      stat["Unit"] = selection.unit.map(JSON.string)
      members["MetricStat"] = .object(stat)
    }
    members["ReturnData"] = .bool(query.returnsData)
    return .object(members)
  }

  private static func dimensions(_ key: MetricKey) -> JSON {
    .array(
      key.dimensions.sorted { $0.key < $1.key }.map {
        ["value": .string($0.value), "name": .string($0.key)]
      }
    )
  }

  /// The text about a metric alarm.
  func metricMail(_ condition: MetricCondition) -> String {
    let time = AlarmReason.longDate(alarm.updated)
    return """
      You are receiving this email because your Amazon CloudWatch Alarm "\(settings.name)" in the \
      \(regionName) region has entered the \(alarm.state) state, because "\(alarm.reason)" at \
      "\(time)".

      Alarm Details:
      - Name:                       \(settings.name)
      - Description:                \(settings.json["AlarmDescription"]?.string ?? "")
      - State Change:               \(transition.oldState) -> \(alarm.state)
      - Reason for State Change:    \(alarm.reason)
      - Timestamp:                  \(time)
      - AWS Account:                \(identity.accountID)
      - Alarm Arn:                  \(arn)

      Threshold:
      - The alarm is in the ALARM state when the metric is \
      \(condition.evaluator.comparison.rawValue) \(AlarmReason.number(condition.evaluator.threshold)) \
      for at least \(condition.evaluator.datapointsToAlarm) of the last \
      \(condition.evaluator.evaluationPeriods) period(s) of \(condition.period) seconds.

      \(watched(condition))
      - TreatMissingData:           \(settings.json["TreatMissingData"]?.string ?? "missing")

      \(actionLines)
      """
  }

  private func watched(_ condition: MetricCondition) -> String {
    switch condition.source {
    case .metric(let selection):
      return "Monitored Metric:\n" + AlarmNotice.lines(of: selection)
    case .math(let program, let returned):
      let expression =
        settings.json["Metrics"]?.array?.first { $0["Id"]?.string == returned.id }?["Expression"]?
        .string ?? returned.id
      var parts = [
        """
        Monitored Metrics:
        - MetricExpression:           \(expression)
        - MetricLabel:                \(returned.label ?? "No Label")
        """
      ]
      for query in program.queries {
        guard case .metric(let selection) = query.source else { continue }
        parts.append(
          "- Metric Id:                  \(query.id)\n" + AlarmNotice.lines(of: selection)
        )
      }
      return parts.joined(separator: "\n")
    }
  }

  private static func lines(of selection: MetricSelection) -> String {
    let dimensions = selection.key.dimensions.sorted { $0.key < $1.key }
      .map { "[\($0.key) = \($0.value)]" }.joined(separator: " ")
    return """
      - MetricNamespace:            \(selection.key.namespace)
      - MetricName:                 \(selection.key.name)
      - Dimensions:                 \(dimensions)
      - Period:                     \(selection.period) seconds
      - Statistic:                  \(selection.statistic.name)
      - Unit:                       \(selection.unit ?? "not specified")
      """
  }
}

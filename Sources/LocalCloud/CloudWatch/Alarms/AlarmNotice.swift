internal import AWSWire
internal import JSONValue

/// What subscribers are told when an alarm's state changes: for programs and for people.
struct AlarmNotice: Sendable {
  let transition: AlarmTransition
  let identity: CloudIdentity

  private var alarm: StoredAlarm { transition.alarm }
  private var settings: AlarmSettings { transition.alarm.settings }
  private var arn: String { identity.arn("cloudwatch", "alarm:\(settings.name)") }

  /// The subject, such as `ALARM: "x" in EU (Frankfurt)`.
  var subject: String {
    String("\(alarm.state): \"\(settings.name)\" in \(regionName)".prefix(100))
  }

  /// The document as CloudWatch publishes it.
  var message: JSON {
    let json = settings.json
    return [
      "AlarmName": .string(settings.name), "AlarmDescription": json["AlarmDescription"] ?? nil,
      "AWSAccountId": .string(identity.accountID),
      "AlarmConfigurationUpdatedTimestamp": .string(AlarmReason.stamp(alarm.configured)),
      "NewStateValue": .string(alarm.state), "NewStateReason": .string(alarm.reason),
      "StateChangeTime": .string(AlarmReason.stamp(alarm.updated)),
      "Region": .string(regionName), "AlarmArn": .string(arn),
      "OldStateValue": .string(transition.oldState), "OKActions": json["OKActions"] ?? [],
      "AlarmActions": json["AlarmActions"] ?? [],
      "InsufficientDataActions": json["InsufficientDataActions"] ?? [], "Trigger": trigger,
    ]
  }

  private var trigger: JSON {
    let json = settings.json
    var trigger: JSONObject = [
      "MetricName": .string(settings.metric.name),
      "Namespace": .string(settings.metric.namespace), "StatisticType": "Statistic",
      "Statistic": .string(settings.statistic.uppercased()), "Unit": json["Unit"] ?? nil,
      "Dimensions": .array(
        settings.metric.dimensions.sorted { $0.key < $1.key }.map {
          ["value": .string($0.value), "name": .string($0.key)]
        }
      ), "Period": JSON(settings.period),
      "EvaluationPeriods": JSON(settings.evaluator.evaluationPeriods),
    ]
    if settings.hasDatapointsToAlarm {
      trigger["DatapointsToAlarm"] = JSON(settings.evaluator.datapointsToAlarm)
    }
    trigger["ComparisonOperator"] = .string(settings.evaluator.comparison.rawValue)
    trigger["Threshold"] = JSON(settings.evaluator.threshold)
    trigger["TreatMissingData"] = .string(settings.evaluator.missingData.rawValue)
    trigger["EvaluateLowSampleCountPercentile"] = ""
    return .object(trigger)
  }

  /// The text as CloudWatch's e-mails have it.
  var mail: String {
    let time = AlarmNotice.longDate(alarm.updated)
    let dimensions = settings.metric.dimensions.sorted { $0.key < $1.key }
      .map { "[\($0.key) = \($0.value)]" }.joined(separator: " ")
    func actions(_ state: String) -> String {
      settings.actions(for: state).map { "[\($0)]" }.joined(separator: " ")
    }
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
      \(settings.evaluator.comparison.rawValue) \(AlarmReason.number(settings.evaluator.threshold)) \
      for at least \(settings.evaluator.datapointsToAlarm) of the last \
      \(settings.evaluator.evaluationPeriods) period(s) of \(settings.period) seconds.

      Monitored Metric:
      - MetricNamespace:            \(settings.metric.namespace)
      - MetricName:                 \(settings.metric.name)
      - Dimensions:                 \(dimensions)
      - Period:                     \(settings.period) seconds
      - Statistic:                  \(settings.statistic)
      - Unit:                       \(settings.json["Unit"]?.string ?? "not specified")
      - TreatMissingData:           \(settings.evaluator.missingData.rawValue)

      State Change Actions:
      - OK: \(actions("OK"))
      - ALARM: \(actions("ALARM"))
      - INSUFFICIENT_DATA: \(actions("INSUFFICIENT_DATA"))
      """
  }

  /// A moment such as `Thursday 18 September, 2025 13:03:13 UTC`.
  private static func longDate(_ time: Instant) -> String {
    let date = CalendarDate(time)
    let weekday =
      ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][date.weekday]
    let month = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ][date.month - 1]
    let clock = [date.hour, date.minute, date.second].map { Instant.padded($0, 2) }
    return "\(weekday) \(Instant.padded(date.day, 2)) \(month), \(date.year) "
      + "\(clock.joined(separator: ":")) UTC"
  }

  /// The region as notifications name it; its code where it has no name here.
  private var regionName: String {
    let names = [
      "eu-central-1": "EU (Frankfurt)", "eu-west-1": "EU (Ireland)", "eu-west-2": "EU (London)",
      "eu-west-3": "EU (Paris)", "eu-north-1": "EU (Stockholm)", "eu-south-1": "EU (Milan)",
      "us-east-1": "US East (N. Virginia)", "us-east-2": "US East (Ohio)",
      "us-west-1": "US West (N. California)", "us-west-2": "US West (Oregon)",
      "ca-central-1": "Canada (Central)", "sa-east-1": "South America (Sao Paulo)",
      "ap-south-1": "Asia Pacific (Mumbai)", "ap-northeast-1": "Asia Pacific (Tokyo)",
      "ap-northeast-2": "Asia Pacific (Seoul)", "ap-southeast-1": "Asia Pacific (Singapore)",
      "ap-southeast-2": "Asia Pacific (Sydney)",
    ]
    return names[identity.region] ?? identity.region
  }
}

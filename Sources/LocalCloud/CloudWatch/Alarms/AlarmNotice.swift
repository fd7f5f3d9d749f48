internal import AWSWire
internal import JSONValue

/// What subscribers are told when an alarm's state changes: for programs and for people.
struct AlarmNotice: Sendable {
  /// The alarm in its new state, and the state it has left.
  let transition: AlarmTransition
  /// The account and region that the notice names.
  let identity: CloudIdentity

  /// The alarm in its new state.
  var alarm: StoredAlarm { transition.alarm }
  /// The name, actions and condition of the alarm.
  var settings: AlarmSettings { transition.alarm.settings }
  /// The ARN of the alarm.
  var arn: String { StoredAlarm.arn(settings.name, identity) }

  /// The subject, such as `ALARM: "x" in EU (Frankfurt)`.
  var subject: String {
    String("\(alarm.state): \"\(settings.name)\" in \(regionName)".prefix(100))
  }

  /// The document as CloudWatch publishes it.
  var message: JSON {
    switch settings.condition {
    case .metric(let condition): metricMessage(condition)
    case .composite(let condition): compositeMessage(condition)
    }
  }

  /// The text as CloudWatch's e-mails have it.
  var mail: String {
    switch settings.condition {
    case .metric(let condition): metricMail(condition)
    case .composite(let condition): compositeMail(condition)
    }
  }

  /// The members that documents about all alarms have, in two parts: those before and after the time
  /// of the configuration, which only metric alarms tell.
  var members: (head: JSONObject, rest: JSONObject) {
    let json = settings.json
    return (
      [
        "AlarmName": .string(settings.name), "AlarmDescription": json["AlarmDescription"] ?? nil,
        "AWSAccountId": .string(identity.accountID),
      ],
      [
        "NewStateValue": .string(alarm.state), "NewStateReason": .string(alarm.reason),
        "StateChangeTime": .string(AlarmReason.stamp(alarm.updated)),
        "Region": .string(regionName), "AlarmArn": .string(arn),
        "OldStateValue": .string(transition.oldState), "OKActions": json["OKActions"] ?? [],
        "AlarmActions": json["AlarmActions"] ?? [],
        "InsufficientDataActions": json["InsufficientDataActions"] ?? [],
      ]
    )
  }

  /// The lines of an e-mail about what is done in each state.
  var actionLines: String {
    func actions(_ state: String) -> String {
      settings.actions(for: state).map { "[\($0)]" }.joined(separator: " ")
    }
    return """
      State Change Actions:
      - OK: \(actions("OK"))
      - ALARM: \(actions("ALARM"))
      - INSUFFICIENT_DATA: \(actions("INSUFFICIENT_DATA"))
      """
  }

  /// The region as notifications name it; its code where it has no name here.
  var regionName: String {
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

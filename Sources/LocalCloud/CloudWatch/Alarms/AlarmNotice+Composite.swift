internal import JSONValue

// What is told of composite alarms.
extension AlarmNotice {
  /// The most alarms that an e-mail names as the reason.
  private static let mostTriggers = 10

  /// The alarms whose change of state led to this one's.
  private var triggers: [JSON] {
    (try? JSON(parsing: alarm.reasonData))?["triggeringAlarms"]?.array ?? []
  }

  /// The document about a composite alarm.
  func compositeMessage(_ condition: CompositeCondition) -> JSON {
    let (head, rest) = members
    let last: JSONObject = [
      "AlarmRule": .string(condition.text),
      "TriggeringChildren": .array(
        triggers.map { trigger in
          [
            "Arn": trigger["arn"] ?? nil,
            "State": [
              "Value": trigger["state"]?["value"] ?? nil,
              "Timestamp": trigger["state"]?["timestamp"] ?? nil,
            ],
          ]
        }
      ),
    ]
    return .object(head.merging(rest).merging(last))
  }

  /// The text about a composite alarm.
  func compositeMail(_ condition: CompositeCondition) -> String {
    let time = AlarmReason.longDate(alarm.updated)
    let children = triggers.prefix(AlarmNotice.mostTriggers).map { trigger in
      "- \(trigger["arn"]?.string ?? "") (\(trigger["state"]?["value"]?.string ?? ""))\n"
    }.joined()
    return """
      You are receiving this email because your Amazon CloudWatch Alarm "\(settings.name)" in the \
      \(regionName) region has transitioned to \(alarm.state) state on \(time), because \
      "\(alarm.reason)".

      Alarm Details:
      - Name:                       \(settings.name)
      - Description:                \(settings.json["AlarmDescription"]?.string ?? "")
      - State Change:               \(transition.oldState) -> \(alarm.state)
      - Alarm Rule:                 \(condition.text)
      - Reason for State Change:    \(alarm.reason)
      - Timestamp:                  \(time)
      - AWS Account:                \(identity.accountID)
      - Alarm Arn:                  \(arn)

      Triggering children (max. \(AlarmNotice.mostTriggers)):
      \(children)
      \(actionLines)
      """
  }
}

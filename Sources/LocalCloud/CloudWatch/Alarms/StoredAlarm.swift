internal import AWSWire
internal import GRDB
internal import JSONValue

/// An alarm as it is stored.
struct StoredAlarm: Sendable {
  /// As they were last put, with actions switched on or off since.
  var settings: AlarmSettings
  /// `OK`, `ALARM` or `INSUFFICIENT_DATA`.
  var state: String
  /// Why it is in its state, in a sentence, or what `SetAlarmState` gave.
  var reason: String
  /// JSON.
  var reasonData: String
  /// When the state was last set, be it to the one that it had.
  var updated: Instant
  /// When the state last became another.
  var transitioned: Instant
  /// When the settings were last put.
  var configured: Instant
  /// Whether the suppressor of a composite alarm holds actions back.
  var suppression = ActionSuppression()
  /// By key; each value is a text.
  var tags: JSONObject = [:]

  /// An alarm that was never evaluated.
  init(_ settings: AlarmSettings, at now: Instant) {
    self.settings = settings
    (state, reason) = ("INSUFFICIENT_DATA", "Unchecked: Initial alarm creation")
    (reasonData, updated, transitioned, configured) = ("", now, now, now)
  }

  /// Reads a row of `alarm`.
  init(_ row: Row) throws {
    settings = try AlarmSettings(JSON(parsing: row["settings"] as String))
    (state, reason, reasonData) = (row["state"], row["reason"], row["reason_data"])
    updated = Instant(milliseconds: row["updated"])
    transitioned = Instant(milliseconds: row["transitioned"])
    configured = Instant(milliseconds: row["configured"])
    suppression = ActionSuppression(stored: row["suppression"])
    tags = try JSON(parsing: row["tags"] as String).object ?? [:]
  }

  /// The ARN of an alarm.
  static func arn(_ name: String, _ identity: CloudIdentity) -> String {
    identity.arn("cloudwatch", "alarm:\(name)")
  }

  /// The alarm as `DescribeAlarms` shows it.
  func wire(_ identity: CloudIdentity) -> JSON {
    var members = settings.json.object ?? [:]
    for key in ["OKActions", "AlarmActions", "InsufficientDataActions"] {
      members[key] = members[key] ?? []
    }
    if let metric = settings.metric {
      members["Dimensions"] = metric.selection.map { MetricKey.wire($0.key.dimensions) } ?? []
    }
    members["AlarmArn"] = .string(StoredAlarm.arn(settings.name, identity))
    members["AlarmConfigurationUpdatedTimestamp"] = configured.wire
    members["StateValue"] = .string(state)
    members["StateReason"] = .string(reason)
    if !reasonData.isEmpty { members["StateReasonData"] = .string(reasonData) }
    members["StateUpdatedTimestamp"] = updated.wire
    members["StateTransitionedTimestamp"] = transitioned.wire
    members["ActionsSuppressedBy"] = suppression.name.map(JSON.string)
    members["ActionsSuppressedReason"] = suppression.reason.map(JSON.string)
    return .object(members)
  }

  /// What is shown of an alarm as another's child or parent.
  func relative(_ identity: CloudIdentity, hasState: Bool) -> JSON {
    var members: JSON = [
      "AlarmName": .string(settings.name),
      "AlarmArn": .string(StoredAlarm.arn(settings.name, identity)),
    ]
    if hasState {
      members["StateValue"] = .string(state)
      members["StateUpdatedTimestamp"] = updated.wire
    }
    return members
  }
}

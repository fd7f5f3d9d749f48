internal import AWSWire
internal import GRDB
internal import JSONValue

/// An alarm as it is stored.
struct StoredAlarm: Sendable {
  var settings: AlarmSettings
  /// `OK`, `ALARM` or `INSUFFICIENT_DATA`.
  var state: String
  var reason: String
  /// JSON.
  var reasonData: String
  var updated: Instant
  var transitioned: Instant
  var configured: Instant

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
  }

  /// The alarm as `DescribeAlarms` shows it.
  func wire(_ identity: CloudIdentity) -> JSON {
    var members = settings.json.object ?? [:]
    members["Tags"] = nil
    for key in ["OKActions", "AlarmActions", "InsufficientDataActions"] {
      members[key] = members[key] ?? []
    }
    members["Dimensions"] = MetricKey.wire(settings.metric.dimensions)
    members["AlarmArn"] = .string(identity.arn("cloudwatch", "alarm:\(settings.name)"))
    members["AlarmConfigurationUpdatedTimestamp"] = configured.wire
    members["StateValue"] = .string(state)
    members["StateReason"] = .string(reason)
    if !reasonData.isEmpty { members["StateReasonData"] = .string(reasonData) }
    members["StateUpdatedTimestamp"] = updated.wire
    members["StateTransitionedTimestamp"] = transitioned.wire
    return .object(members)
  }
}

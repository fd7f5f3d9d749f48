internal import JSONValue

/// What `PutMetricAlarm` or `PutCompositeAlarm` set.
struct AlarmSettings: Sendable {
  /// When the alarm is in ALARM.
  enum Condition: Sendable {
    /// Set by `PutMetricAlarm`: points of a metric, or of metric math, are beyond a threshold.
    case metric(MetricCondition)
    /// Set by `PutCompositeAlarm`: a rule on the states of other alarms holds.
    case composite(CompositeCondition)
  }

  /// The two types of alarms, as operations name them.
  static let types = ["MetricAlarm", "CompositeAlarm"]
  private static let actionLists = ["OKActions", "AlarmActions", "InsufficientDataActions"]

  /// The members as they were given, with the defaults filled in, without tags.
  var json: JSON
  /// At most 255 characters, without control characters.
  let name: String
  /// That of a composite alarm where `AlarmRule` was given, else that of a metric alarm.
  let condition: Condition

  /// Reads an input or what was stored of one; one with a rule is that of a composite alarm.
  ///
  /// - Throws: `CloudError` where a member is missing or not supported.
  init(_ json: JSON) throws {
    let input = CallInput(json, code: "ValidationError")
    name = try input.text("AlarmName")
    try AlarmSettings.check(input, name)
    self.json = json
    self.json["Tags"] = nil
    self.json["ActionsEnabled"] = .bool(input.bool("ActionsEnabled") ?? true)
    guard !input.has("AlarmRule") else {
      condition = .composite(try CompositeCondition(input))
      return
    }
    let metric = try MetricCondition(input)
    condition = .metric(metric)
    if metric.selection != nil { self.json["Period"] = JSON(metric.period) }
    self.json["EvaluationPeriods"] = JSON(metric.evaluator.evaluationPeriods)
    self.json["Threshold"] = JSON(metric.evaluator.threshold)
    if metric.hasDatapointsToAlarm {
      self.json["DatapointsToAlarm"] = JSON(metric.evaluator.datapointsToAlarm)
    }
  }

  private static func check(_ input: CallInput, _ name: String) throws {
    guard name.count <= 255 else {
      throw input.fault("AlarmName", name, "Member must have length less than or equal to 255")
    }
    guard name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      throw input.fault("AlarmName must not contain ASCII control characters")
    }
    let description = input.text(optional: "AlarmDescription") ?? ""
    guard description.count <= 1024 else {
      throw input.fault(
        "AlarmDescription",
        description,
        "Member must have length less than or equal to 1024"
      )
    }
    for list in actionLists {
      let actions = input.texts(list)
      guard actions.count <= 5 else {
        throw input.fault(
          list,
          "[\(actions.joined(separator: ", "))]",
          "Member must have length less than or equal to 5"
        )
      }
      for action in actions
      where !action.hasPrefix("arn:") || action.split(separator: ":").count < 4 {
        throw input.fault("Invalid arn syntax: \(action)")
      }
    }
  }

  /// The condition of a metric alarm.
  var metric: MetricCondition? {
    if case .metric(let condition) = condition { condition } else { nil }
  }

  /// The condition of a composite alarm.
  var composite: CompositeCondition? {
    if case .composite(let condition) = condition { condition } else { nil }
  }

  /// `MetricAlarm` or `CompositeAlarm`.
  var type: String { composite == nil ? AlarmSettings.types[0] : AlarmSettings.types[1] }

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

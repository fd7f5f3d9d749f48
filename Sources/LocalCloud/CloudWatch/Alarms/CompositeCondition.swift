internal import AWSWire
internal import JSONValue

/// When a composite alarm is in ALARM, and what holds its actions back.
struct CompositeCondition: Sendable {
  /// The rule, read from `text`.
  let rule: AlarmRule
  /// The rule as it was given.
  let text: String
  /// The name of the alarm that suppresses actions.
  let suppressor: String?
  /// How long actions wait on the suppressor; both are 0 where there is none.
  let periods: ActionSuppression.Periods

  /// The names of the alarms in the rule, each once.
  var children: [String] { rule.references.map(AlarmRule.name) }

  /// Reads the members of `PutCompositeAlarm`.
  ///
  /// - Throws: `CloudError` as CloudWatch refuses them.
  init(_ input: CallInput) throws {
    let text = try input.text("AlarmRule")
    guard text.count <= 10_240 else {
      throw input.fault("AlarmRule", text, "Member must have length less than or equal to 10240")
    }
    guard text.first?.isWhitespace == false, text.last?.isWhitespace == false else {
      throw CloudWatchError.validation(
        "AlarmRule must not contain leading or trailing whitespace or be null"
      )
    }
    self.text = text
    do {
      rule = try AlarmRule(text)
    } catch {
      throw CloudWatchError.validation("Error in AlarmRule [\(error.problem)]")
    }
    let suppressor = input.text(optional: "ActionsSuppressor").map(AlarmRule.name)
    self.suppressor = suppressor
    let names = ["ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"]
    let seconds = try names.map { name in
      let given = try input.int(name, in: Int.min...Int.max)
      guard let given else {
        guard suppressor == nil else {
          throw CloudWatchError.validation(
            "\(name) is required when ActionsSuppressor is specified"
          )
        }
        return 0
      }
      guard suppressor != nil else {
        throw CloudWatchError.validation(
          "\(name) is only valid when ActionsSuppressor is specified"
        )
      }
      guard (0...86_400 * 365).contains(given) else {
        throw CloudWatchError.validation("\(name) must be greater than or equal to 0")
      }
      return given
    }
    periods = ActionSuppression.Periods(
      wait: Int64(seconds[0]) * 1000,
      extension: Int64(seconds[1]) * 1000
    )
  }
}

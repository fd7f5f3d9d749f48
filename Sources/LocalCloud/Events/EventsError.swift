/// The errors that EventBridge answers, with their exact codes and sentences.
enum EventsError {
  /// The bus has no rule of this name.
  static func ruleNotFound(_ name: String) -> CloudError {
    CloudError(
      "ResourceNotFoundException",
      "Rule \(name) does not exist on EventBus default."
    )
  }

  /// There is no bus but the default one.
  static func busNotFound(_ name: String) -> CloudError {
    CloudError("ResourceNotFoundException", "Event bus \(name) does not exist.")
  }

  /// The pattern cannot be read; `reason` says where and why.
  static func invalidPattern(_ reason: String) -> CloudError {
    CloudError(
      "InvalidEventPatternException",
      "Event pattern is not valid. Reason: \(reason)"
    )
  }

  /// The schedule is neither a `rate(…)` nor a `cron(…)` that can be read.
  static let invalidSchedule = CloudError(
    "ValidationException",
    "Parameter ScheduleExpression is not valid."
  )

  /// The rule is to be deleted before its targets are removed.
  static let hasTargets = CloudError(
    "ValidationException",
    "Rule can't be deleted since it has targets."
  )

  /// The bus would have too many rules, or the rule too many targets.
  static let limitExceeded = CloudError(
    "LimitExceededException",
    "The requested resource exceeds the maximum number allowed."
  )

  /// The page token is none that was given out.
  static let invalidToken = CloudError("ValidationException", "Invalid NextToken")
}

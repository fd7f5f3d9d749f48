/// The errors that EventBridge answers, with their exact codes and sentences.
enum EventsError {
  static func ruleNotFound(_ name: String) -> CloudError {
    CloudError(
      "ResourceNotFoundException",
      "Rule \(name) does not exist on EventBus default."
    )
  }

  static func busNotFound(_ name: String) -> CloudError {
    CloudError("ResourceNotFoundException", "Event bus \(name) does not exist.")
  }

  static func invalidPattern(_ reason: String) -> CloudError {
    CloudError(
      "InvalidEventPatternException",
      "Event pattern is not valid. Reason: \(reason)"
    )
  }

  static let invalidSchedule = CloudError(
    "ValidationException",
    "Parameter ScheduleExpression is not valid."
  )

  static let hasTargets = CloudError(
    "ValidationException",
    "Rule can't be deleted since it has targets."
  )

  static let limitExceeded = CloudError(
    "LimitExceededException",
    "The requested resource exceeds the maximum number allowed."
  )

  static let invalidToken = CloudError("ValidationException", "Invalid NextToken")
}

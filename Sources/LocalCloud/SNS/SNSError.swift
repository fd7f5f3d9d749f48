/// The errors that SNS answers, with their exact codes and sentences.
enum SNSError {
  /// Refuses the ARN of a topic that is not there.
  static let topicNotFound = CloudError("NotFound", "Topic does not exist", status: 404)
  /// Refuses the ARN of a subscription that is not there.
  static let subscriptionNotFound = CloudError(
    "NotFound",
    "Subscription does not exist",
    status: 404
  )
  /// Refuses, to operations on tags, the ARN of a topic that is not there.
  static let resourceNotFound = CloudError(
    "ResourceNotFound",
    "Resource does not exist",
    status: 404
  )

  /// Refuses a parameter, as `InvalidParameter`.
  static func invalid(_ reason: String) -> CloudError {
    CloudError("InvalidParameter", "Invalid parameter: \(reason)")
  }

  /// Refuses a message attribute, as `ParameterValueInvalid`.
  static func invalidValue(_ reason: String) -> CloudError {
    CloudError("ParameterValueInvalid", reason)
  }

  /// Refuses an operation that the local cloud does not have.
  static func unknownOperation(_ name: String) -> CloudError {
    CloudError("InvalidAction", "Could not find operation \(name) for version 2010-03-31")
  }
}

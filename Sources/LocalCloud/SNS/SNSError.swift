/// The errors that SNS answers, with their exact codes and sentences.
enum SNSError {
  static let topicNotFound = CloudError("NotFound", "Topic does not exist", status: 404)
  static let subscriptionNotFound = CloudError(
    "NotFound",
    "Subscription does not exist",
    status: 404
  )
  static let resourceNotFound = CloudError(
    "ResourceNotFound",
    "Resource does not exist",
    status: 404
  )

  static func invalid(_ reason: String) -> CloudError {
    CloudError("InvalidParameter", "Invalid parameter: \(reason)")
  }

  static func invalidValue(_ reason: String) -> CloudError {
    CloudError("ParameterValueInvalid", reason)
  }

  static func unknownOperation(_ name: String) -> CloudError {
    CloudError("InvalidAction", "Could not find operation \(name) for version 2010-03-31")
  }
}

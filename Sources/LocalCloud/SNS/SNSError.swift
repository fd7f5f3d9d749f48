/// The errors that SNS answers, with their exact codes and sentences.
enum SNSError {
  static let topicNotFound = CloudError("NotFound", "Topic does not exist", status: 404)

  static func invalid(_ reason: String) -> CloudError {
    CloudError("InvalidParameter", "Invalid parameter: \(reason)")
  }
}

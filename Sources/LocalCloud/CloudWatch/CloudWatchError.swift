/// The errors that CloudWatch answers, with their exact codes and sentences.
enum CloudWatchError {
  static func missing(_ parameter: String) -> CloudError {
    CloudError(
      "MissingParameter",
      "The parameter \(parameter) is required."
    )
  }

  static func invalid(_ message: String) -> CloudError {
    CloudError("InvalidParameterValue", message)
  }

  static func combination(_ message: String) -> CloudError {
    CloudError("InvalidParameterCombination", message)
  }

  static func alarmNotFound() -> CloudError {
    CloudError("ResourceNotFound", "Unknown alarm", status: 404)
  }

  static let invalidToken = CloudError("InvalidNextToken", "Invalid token")
}

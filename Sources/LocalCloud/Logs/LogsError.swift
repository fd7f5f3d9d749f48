/// The errors that CloudWatch Logs answers, with their exact codes and sentences.
enum LogsError {
  static func unknownOperation(_ name: String) -> CloudError {
    CloudError("UnknownOperationException", "Unknown operation: \(name)")
  }

  static let groupNotFound = CloudError(
    "ResourceNotFoundException",
    "The specified log group does not exist."
  )

  static let filterNotFound = CloudError(
    "ResourceNotFoundException",
    "The specified metric filter does not exist."
  )

  static let limitExceeded = CloudError("LimitExceededException", "Resource limit exceeded.")

  static let streamNotFound = CloudError(
    "ResourceNotFoundException",
    "The specified log stream does not exist."
  )

  static let groupExists = CloudError(
    "ResourceAlreadyExistsException",
    "The specified log group already exists"
  )

  static let streamExists = CloudError(
    "ResourceAlreadyExistsException",
    "The specified log stream already exists"
  )

  static let nameTooLong = invalid(
    "Invalid LogGroup or LogStream, both must have length less than or equal to 512."
  )

  static let invalidToken = invalid("The specified nextToken is invalid.")

  static func invalid(_ message: String) -> CloudError {
    CloudError("InvalidParameterException", message)
  }
}

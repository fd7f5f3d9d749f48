/// The errors that CloudWatch Logs answers, with their exact codes and sentences.
enum LogsError {
  /// An operation that CloudWatch Logs does not have, or that is not emulated.
  static func unknownOperation(_ name: String) -> CloudError {
    CloudError("UnknownOperationException", "Unknown operation: \(name)")
  }

  /// There is no log group of this name.
  static let groupNotFound = CloudError(
    "ResourceNotFoundException",
    "The specified log group does not exist."
  )

  /// The log group has no metric filter of this name.
  static let filterNotFound = CloudError(
    "ResourceNotFoundException",
    "The specified metric filter does not exist."
  )

  /// The log group has as many metric filters as it may have.
  static let limitExceeded = CloudError("LimitExceededException", "Resource limit exceeded.")

  /// The log group has no stream of this name.
  static let streamNotFound = CloudError(
    "ResourceNotFoundException",
    "The specified log stream does not exist."
  )

  /// The name of a group to be made is taken.
  static let groupExists = CloudError(
    "ResourceAlreadyExistsException",
    "The specified log group already exists"
  )

  /// The name of a stream to be made is taken in its group.
  static let streamExists = CloudError(
    "ResourceAlreadyExistsException",
    "The specified log stream already exists"
  )

  /// The name of a group or stream has more than 512 bytes.
  static let nameTooLong = invalid(
    "Invalid LogGroup or LogStream, both must have length less than or equal to 512."
  )

  /// A `nextToken` is none that the service gives out.
  static let invalidToken = invalid("The specified nextToken is invalid.")

  /// A refusal of an input; `message` is the whole sentence that the caller sees.
  static func invalid(_ message: String) -> CloudError {
    CloudError("InvalidParameterException", message)
  }
}

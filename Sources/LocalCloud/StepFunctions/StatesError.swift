internal import JSONValue

/// The errors that Step Functions answers, with their exact codes and sentences.
enum StatesError {
  static func unknownOperation(_ name: String) -> CloudError {
    CloudError("UnknownOperationException", "Unsupported operation: \(name)")
  }

  static func machineNotFound(_ arn: String) -> CloudError {
    CloudError("StateMachineDoesNotExist", "State Machine Does Not Exist: '\(arn)'")
  }

  static func executionNotFound(_ arn: String) -> CloudError {
    CloudError("ExecutionDoesNotExist", "Execution Does Not Exist: '\(arn)'")
  }

  static func executionExists(_ arn: String) -> CloudError {
    CloudError("ExecutionAlreadyExists", "Execution Already Exists: '\(arn)'")
  }

  static func machineExists(_ arn: String) -> CloudError {
    CloudError("StateMachineAlreadyExists", "State Machine Already Exists: '\(arn)'")
  }

  static func invalidARN(_ arn: String) -> CloudError {
    CloudError("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: \(arn)'")
  }

  static func invalidName(_ name: String) -> CloudError {
    CloudError("InvalidName", "Invalid Name: '\(name)'")
  }

  static func invalidDefinition(_ reason: String) -> CloudError {
    CloudError("InvalidDefinition", "Invalid State Machine Definition: '\(reason)'")
  }

  static func invalidInput(_ reason: String) -> CloudError {
    CloudError("InvalidExecutionInput", "Invalid State Machine Execution Input: '\(reason)'")
  }

  /// An ARN of something else than what an operation is about.
  static func wrongResource(_ kind: String) -> CloudError {
    CloudError("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: \(kind)'")
  }

  static func invalidRole(_ arn: String) -> CloudError {
    CloudError("InvalidArn", "Invalid Role Arn: '\(arn)'")
  }

  static func invalidOutput(_ reason: String) -> CloudError {
    CloudError("InvalidOutput", "Invalid Output: '\(reason)'")
  }

  static func activityNotFound(_ arn: String) -> CloudError {
    CloudError("ActivityDoesNotExist", "Activity Does Not Exist: '\(arn)'")
  }

  static func resourceNotFound(_ arn: String) -> CloudError {
    CloudError(
      "ResourceNotFound",
      "Resource not found: '\(arn)'",
      members: ["resourceName": .string(arn)]
    )
  }

  static func notRedrivable(_ reason: String) -> CloudError {
    CloudError("ExecutionNotRedrivable", "Execution Not Redrivable: '\(reason)'")
  }

  static let taskGone = CloudError(
    "TaskTimedOut",
    "Task Timed Out: 'Provided task does not exist anymore'"
  )

  static let closing = CloudError(
    "ServiceUnavailable",
    "The local cloud is closing.",
    status: 503
  )

  static let wrongType = CloudError(
    "StateMachineTypeNotSupported",
    "This operation is not supported by this type of state machine"
  )

  static let invalidToken = CloudError("InvalidToken", "Invalid Token: 'Invalid token'")
}

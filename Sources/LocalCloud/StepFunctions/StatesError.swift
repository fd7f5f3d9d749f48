internal import JSONValue

/// The errors that Step Functions answers, with their exact codes and sentences.
enum StatesError {
  /// The service has no operation of this name here.
  static func unknownOperation(_ name: String) -> CloudError {
    CloudError("UnknownOperationException", "Unsupported operation: \(name)")
  }

  /// No machine has this ARN.
  static func machineNotFound(_ arn: String) -> CloudError {
    CloudError("StateMachineDoesNotExist", "State Machine Does Not Exist: '\(arn)'")
  }

  /// No execution has this ARN.
  static func executionNotFound(_ arn: String) -> CloudError {
    CloudError("ExecutionDoesNotExist", "Execution Does Not Exist: '\(arn)'")
  }

  /// The name was used for another execution of the machine.
  static func executionExists(_ arn: String) -> CloudError {
    CloudError("ExecutionAlreadyExists", "Execution Already Exists: '\(arn)'")
  }

  /// The name belongs to a machine that differs from the one asked for.
  static func machineExists(_ arn: String) -> CloudError {
    CloudError("StateMachineAlreadyExists", "State Machine Already Exists: '\(arn)'")
  }

  /// The text does not begin as an ARN does.
  static func invalidARN(_ arn: String) -> CloudError {
    CloudError("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: \(arn)'")
  }

  /// The name is empty, too long, or has characters that names may not have.
  static func invalidName(_ name: String) -> CloudError {
    CloudError("InvalidName", "Invalid Name: '\(name)'")
  }

  /// The definition is not in the states language; `reason` says where and why.
  static func invalidDefinition(_ reason: String) -> CloudError {
    CloudError("InvalidDefinition", "Invalid State Machine Definition: '\(reason)'")
  }

  /// The input is not JSON; `reason` says where and why.
  static func invalidInput(_ reason: String) -> CloudError {
    CloudError("InvalidExecutionInput", "Invalid State Machine Execution Input: '\(reason)'")
  }

  /// An ARN of something else than what an operation is about.
  static func wrongResource(_ kind: String) -> CloudError {
    CloudError("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: \(kind)'")
  }

  /// The ARN is not that of an IAM role.
  static func invalidRole(_ arn: String) -> CloudError {
    CloudError("InvalidArn", "Invalid Role Arn: '\(arn)'")
  }

  /// The output that a worker sent is not JSON; `reason` says where and why.
  static func invalidOutput(_ reason: String) -> CloudError {
    CloudError("InvalidOutput", "Invalid Output: '\(reason)'")
  }

  /// No activity has this ARN.
  static func activityNotFound(_ arn: String) -> CloudError {
    CloudError("ActivityDoesNotExist", "Activity Does Not Exist: '\(arn)'")
  }

  /// Nothing that can have tags has this ARN.
  static func resourceNotFound(_ arn: String) -> CloudError {
    CloudError(
      "ResourceNotFound",
      "Resource not found: '\(arn)'",
      members: ["resourceName": .string(arn)]
    )
  }

  /// The execution cannot go on from where it ended; `reason` says why.
  static func notRedrivable(_ reason: String) -> CloudError {
    CloudError("ExecutionNotRedrivable", "Execution Not Redrivable: '\(reason)'")
  }

  /// The task behind a token has ended, or its execution has.
  static let taskGone = CloudError(
    "TaskTimedOut",
    "Task Timed Out: 'Provided task does not exist anymore'"
  )

  /// The cloud is being shut down, so that nothing new is begun.
  static let closing = CloudError(
    "ServiceUnavailable",
    "The local cloud is closing.",
    status: 503
  )

  /// The operation is only for Express workflows, which are not here.
  static let wrongType = CloudError(
    "StateMachineTypeNotSupported",
    "This operation is not supported by this type of state machine"
  )

  /// The token, of a page or of a task, is none that was given out.
  static let invalidToken = CloudError("InvalidToken", "Invalid Token: 'Invalid token'")
}

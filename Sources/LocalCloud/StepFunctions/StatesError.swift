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

  static let invalidToken = CloudError("InvalidToken", "Invalid Token: 'Invalid token'")
}

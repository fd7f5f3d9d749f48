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

  /// Refuses what the front end finds wrong.
  static func validation(_ message: String) -> CloudError { CloudError("ValidationError", message) }

  static func tooMany(_ collection: String, _ most: Int) -> CloudError {
    invalid("The collection \(collection) must not have a size greater than \(most).")
  }

  static func notInSet(_ parameter: String, _ values: [String]) -> CloudError {
    invalid(
      "The parameter \(parameter) must be a value in the set [ \(values.joined(separator: ", ")) ]."
    )
  }

  static func period(_ parameter: String) -> CloudError {
    invalid(
      "The parameter \(parameter) must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60."
    )
  }

  /// Refuses a math expression.
  static func expression(_ id: String, _ problem: String) -> CloudError {
    validation("Error in expression '\(id)': \(problem)")
  }

  static func alarmNotFound() -> CloudError {
    CloudError("ResourceNotFound", "Unknown alarm", status: 404)
  }

  static let invalidToken = CloudError("InvalidNextToken", "Invalid token")
}

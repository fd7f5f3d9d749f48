/// The errors that CloudWatch answers, with their exact codes and sentences.
enum CloudWatchError {
  /// Refuses a call that lacks a parameter, named with its path.
  static func missing(_ parameter: String) -> CloudError {
    CloudError(
      "MissingParameter",
      "The parameter \(parameter) is required."
    )
  }

  /// Refuses a value, as `InvalidParameterValue`.
  static func invalid(_ message: String) -> CloudError {
    CloudError("InvalidParameterValue", message)
  }

  /// Refuses parameters that do not go together, as `InvalidParameterCombination`.
  static func combination(_ message: String) -> CloudError {
    CloudError("InvalidParameterCombination", message)
  }

  /// Refuses what the front end finds wrong.
  static func validation(_ message: String) -> CloudError { CloudError("ValidationError", message) }

  /// Refuses a list that has more than `most` elements.
  static func tooMany(_ collection: String, _ most: Int) -> CloudError {
    invalid("The collection \(collection) must not have a size greater than \(most).")
  }

  /// Refuses a value that is none of `values`.
  static func notInSet(_ parameter: String, _ values: [String]) -> CloudError {
    invalid(
      "The parameter \(parameter) must be a value in the set [ \(values.joined(separator: ", ")) ]."
    )
  }

  /// Refuses a number of seconds that CloudWatch has no period of.
  static func period(_ parameter: String) -> CloudError {
    invalid(
      "The parameter \(parameter) must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60."
    )
  }

  /// Refuses a math expression.
  static func expression(_ id: String, _ problem: String) -> CloudError {
    validation("Error in expression '\(id)': \(problem)")
  }

  /// Refuses the name of an alarm that is not there, with status 404.
  static func alarmNotFound() -> CloudError {
    CloudError("ResourceNotFound", "Unknown alarm", status: 404)
  }

  /// Refuses a `NextToken` that no answer has given.
  static let invalidToken = CloudError("InvalidNextToken", "Invalid token")
}

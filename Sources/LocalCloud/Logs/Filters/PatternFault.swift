/// What is wrong with a filter pattern.
enum PatternFault: Error, Hashable, Sendable {
  /// It does not have the form of a pattern.
  case malformed
  /// These characters must stand in double quotes, or may not be there at all.
  case characters(String)

  /// The refusal; operations on metric filters word it in their own way.
  func error(ofMetricFilter: Bool) -> CloudError {
    switch self {
    case .malformed:
      LogsError.invalid(ofMetricFilter ? "Invalid metric filter pattern" : "Invalid filter pattern")
    case .characters(let text): LogsError.invalid("Invalid character(s) in term '\(text)'")
    }
  }
}

/// Names of log groups as ARNs carry them.
enum LogGroupName {
  /// The name in a log group's ARN, with or without `:*` or a stream at its end; a text that is none
  /// is the name itself.
  static func inARN(_ arn: String) -> String {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 6, parts[0] == "arn", parts[5] == "log-group" else { return arn }
    return String(parts[6])
  }
}

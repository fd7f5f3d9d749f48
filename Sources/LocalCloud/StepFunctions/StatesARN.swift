/// Checks the ARNs of machines, executions and activities.
enum StatesARN {
  /// What an ARN names, such as `stateMachine`.
  ///
  /// - Throws: `CloudError` where it is no ARN of the service.
  static func kind(of arn: String) throws -> String {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.first == "arn" else { throw StatesError.invalidARN(arn) }
    guard parts.count >= 7, parts[2] == "states", !parts[6].isEmpty else {
      throw CloudError("InvalidArn", "Invalid Arn: '\(arn)'")
    }
    return String(parts[5])
  }

  /// The ARN, where it names a thing of some kind.
  ///
  /// - Throws: `CloudError` where it does not.
  static func check(_ arn: String, is kind: String) throws -> String {
    let found = try self.kind(of: arn)
    guard found == kind else { throw StatesError.wrongResource(found) }
    return arn
  }
}

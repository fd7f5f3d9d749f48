/// What a task runs, and how the history speaks of it.
struct TaskResource: Hashable, Sendable {
  /// The resource as the definition has it.
  let arn: String
  /// How the history speaks of it.
  let style: Style

  /// How the history speaks of a task.
  enum Style: Hashable, Sendable {
    /// A function by its own ARN: LambdaFunctionScheduled and so on.
    case function
    /// An activity by its ARN: ActivityScheduled and so on.
    case activity
    /// An integration: TaskScheduled and so on, of this type and action.
    case integration(type: String, action: String)
  }

  /// Takes an ARN apart, where it is one that a task can run.
  init?(_ arn: String) {
    self.arn = arn
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 6, parts[0] == "arn", !parts[1].isEmpty else { return nil }
    switch parts[2] {
    case "lambda" where parts[5] == "function" && parts.count >= 7: style = .function
    case "states" where parts[5] == "activity" && parts.count == 7: style = .activity
    case "states" where parts.count >= 7 && !parts[5].isEmpty && !parts[6].isEmpty:
      // `aws-sdk:dynamodb:getItem` has a type of two words, `states:startExecution.sync:2` of one.
      let action = parts[5] == "aws-sdk" && parts.count >= 8 ? 7 : 6
      style = .integration(
        type: parts[5..<action].joined(separator: ":"),
        action: parts[action...].joined(separator: ":")
      )
    default: return nil
    }
  }

  /// What a refusal of too much data calls the task.
  var limitName: String {
    if case .integration(let type, _) = style { type } else { arn }
  }

  /// Whether the task ends by a callback with its token.
  var waitsForToken: Bool { arn.hasSuffix(".waitForTaskToken") }

  /// Whether the task ends when the job ends that it began.
  var waitsForJob: Bool {
    guard case .integration(_, let action) = style else { return false }
    return action.hasSuffix(".sync") || action.hasSuffix(".sync:2")
  }

  /// Who ends the task.
  var ending: TaskRequest.Style {
    if style == .activity { return .worker }
    if waitsForToken { return .callback }
    return waitsForJob ? .job : .answer
  }
}

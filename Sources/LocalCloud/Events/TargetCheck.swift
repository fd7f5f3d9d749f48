internal import JSONValue

/// Whether a target can be one, as PutTargets decides before it stores any.
enum TargetCheck {
  /// The services whose resources are delivered to here.
  private static let delivered: Set<Substring> = ["states", "lambda", "sns", "logs"]
  /// The services whose resources are reached by a role alone, not by a policy of their own.
  private static let needingRole: Set<Substring> = [
    "states", "kinesis", "ecs", "codepipeline", "codebuild", "batch", "firehose", "ssm",
  ]

  /// Refuses a target that could never be reached.
  ///
  /// - Throws: `CloudError` as PutTargets answers.
  static func check(_ target: JSON) throws {
    let part = CallInput(target)
    let (id, arn) = (target["Id"]?.string ?? "", target["Arn"]?.string ?? "")
    let pieces = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard pieces.count >= 6, pieces[0] == "arn" else {
      throw part.fault(
        "Parameter \(arn) is not valid. Reason: Provided Arn is not in correct format."
      )
    }
    guard ["Input", "InputPath", "InputTransformer"].filter(part.has).count <= 1 else {
      throw part.fault(
        "Only one of Input, InputPath, or InputTransformer must be provided for target \(id)."
      )
    }
    try TargetInput(target).checkPlaceholders(target: id)
    if needingRole.contains(pieces[2]), !part.has("RoleArn") {
      throw part.fault("RoleArn is required for target \(arn).")
    }
    guard delivered.contains(pieces[2]) else {
      throw part.fault(
        "The local cloud delivers to state machines, functions, topics and log groups, and not to "
          + "\(arn)."
      )
    }
    if let queue = target["DeadLetterConfig"]?["Arn"]?.string {
      throw part.fault(
        "The local cloud has no SQS, so that the dead-letter queue \(queue) of target \(id) cannot be."
      )
    }
  }
}

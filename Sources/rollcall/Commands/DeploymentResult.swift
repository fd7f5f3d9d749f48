internal import CustomerDomain
internal import Deployment
internal import JSONValue
internal import Terminal

/// What the requirements list as the output of a deployment, and how to go on.
struct DeploymentResult {
  /// The result as JSON.
  let json: JSON
  /// The result for people.
  let lines: [SafeText]

  /// Gathers a result.
  ///
  /// - Throws: `DeploymentProblem` where the stack does not tell it.
  init(_ deployed: Deployed, context: DeployedContext.Written) throws(DeploymentProblem) {
    let machine = try deployed.output("StateMachineArn")
    let rules = [try deployed.output("ScheduleRule"), try deployed.output("CreatedRule")]
    let url = try deployed.output("ApiUrl")
    json = [
      "stack": .string(deployed.stack.name), "stackId": .string(deployed.stack.id),
      "status": .string(deployed.stack.status.rawValue), "changed": .bool(deployed.hasChanged),
      "stateMachineArn": .string(machine), "rules": .array(rules.map(JSON.string)),
      "apiUrl": .string(url), "context": .string(context.name),
      "apiKeyFile": .string(context.keyFile),
    ]
    lines = [
      "State Machine ARN    \(machine)", "EventBridge Rule(s)  \(rules.joined(separator: " / "))",
      "API Gateway          \(url)", "API key              in \(context.keyFile)",
      "Dashboard            rollcall --context \(context.name)",
    ].map { SafeText($0) }
  }
}

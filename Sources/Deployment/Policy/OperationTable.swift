package import AWSWire

/// Every operation of AWS that the program calls, who needs it, and on what; policies are made of it.
///
/// A test compares the table with the calls in the sources, so that none can be forgotten.
package struct OperationTable: Sendable {
  /// Who uses the program.
  package enum Role: String, CaseIterable, Sendable {
    /// Looks, with the dashboard and `doctor`.
    case dashboard
    /// Switches rules and alarms, and stops and starts runs, on top of looking.
    case support
    /// Deploys and destroys.
    case deployer
  }

  /// One operation.
  package struct Row: Sendable {
    /// The service.
    package let service: AWSService
    /// The operation's name in the API.
    package let operation: String
    /// Who needs it.
    package let roles: Set<Role>
    /// The action's name in policies; `nil` where it needs no permission.
    package let action: String?
    /// What it is done to.
    let scope: PolicyScope
  }

  /// The rows.
  package static let rows: [Row] =
    looking + switching + deploying

  /// The action that policies know an operation by; `nil` for one that is not in the table.
  package static func action(_ service: AWSService, _ operation: String) -> String? {
    rows.first { $0.service == service && $0.operation == operation }?.action
  }

  private static let looking: [Row] = [
    row(.sts, "GetCallerIdentity", [.dashboard, .deployer], action: nil, .all),
    row(.cloudFormation, "DescribeStacks", [.dashboard, .deployer], .all),
    row(.cloudWatch, "DescribeAlarms", [.dashboard, .deployer], .alarms),
    row(.cloudWatch, "DescribeAlarmHistory", [.dashboard], .alarms),
    row(.cloudWatch, "GetMetricData", [.dashboard], .all),
    row(.logs, "DescribeLogGroups", [.dashboard, .deployer], .all),
    row(.logs, "FilterLogEvents", [.dashboard], .logGroups),
    row(.logs, "StartLiveTail", [.dashboard], .logGroups),
    row(.logs, "DescribeMetricFilters", [.dashboard], .all),
    row(.states, "ListStateMachines", [.dashboard], .all),
    row(.states, "DescribeStateMachine", [.dashboard, .deployer], .stateMachine),
    row(.states, "ListExecutions", [.dashboard], .stateMachine),
    row(.states, "DescribeExecution", [.dashboard], .executions),
    row(.states, "DescribeStateMachineForExecution", [.dashboard], .executions),
    row(.states, "GetExecutionHistory", [.dashboard], .executions),
    row(.events, "ListRules", [.dashboard], .all),
    row(.events, "ListRuleNamesByTarget", [.dashboard], .all),
    row(.events, "DescribeRule", [.dashboard, .deployer], .rules),
    row(.events, "ListTargetsByRule", [.dashboard, .deployer], .rules),
    row(.dynamoDB, "DescribeTable", [.dashboard, .deployer], .table),
    row(.lambda, "GetFunctionConfiguration", [.dashboard], .functions),
    row(.sns, "ListSubscriptionsByTopic", [.dashboard], .topic),
    row(.apiGateway, "GetUsagePlans", [.dashboard], action: "apigateway:GET", .usagePlans),
    row(.secretsManager, "GetSecretValue", [.dashboard, .deployer], .keySecret),
  ]

  private static let switching: [Row] = [
    row(.cloudWatch, "SetAlarmState", [.support], .alarms),
    row(.cloudWatch, "EnableAlarmActions", [.support], .alarms),
    row(.cloudWatch, "DisableAlarmActions", [.support], .alarms),
    row(.states, "StartExecution", [.support], .stateMachine),
    row(.states, "StopExecution", [.support], .executions),
    row(.states, "RedriveExecution", [.support], .executions),
    row(.events, "EnableRule", [.support], .rules),
    row(.events, "DisableRule", [.support], .rules),
  ]

  private static let deploying: [Row] =
    [
      row(.cloudFormation, "DescribeStackResources", [.deployer], .all),
      row(.cloudFormation, "GetTemplateSummary", [.deployer], .all),
      row(.lambda, "GetFunction", [.deployer], .functions),
      row(.sns, "GetTopicAttributes", [.deployer], .topic),
      row(.dynamoDB, "DeleteTable", [.deployer], .table),
      row(.apiGateway, "GetApiKey", [.deployer], action: "apigateway:GET", .apiKeys),
      row(.s3, "HeadBucket", [.deployer], action: "s3:ListBucket", .bucket),
      row(.s3, "CreateBucket", [.deployer], .bucket),
      row(
        .s3,
        "PutPublicAccessBlock",
        [.deployer],
        action: "s3:PutBucketPublicAccessBlock",
        .bucket
      ),
      row(.s3, "PutBucketOwnershipControls", [.deployer], .bucket),
      row(
        .s3,
        "PutBucketEncryption",
        [.deployer],
        action: "s3:PutEncryptionConfiguration",
        .bucket
      ),
      row(.s3, "ListObjectsV2", [.deployer], action: "s3:ListBucket", .bucket),
      row(.s3, "DeleteBucket", [.deployer], .bucket),
      row(.s3, "HeadObject", [.deployer], action: "s3:GetObject", .objects),
      row(.s3, "PutObject", [.deployer], .objects),
      row(.s3, "DeleteObject", [.deployer], .objects),
    ]
    + [
      "ListStackResources", "DescribeStackEvents", "DeleteStack", "ContinueUpdateRollback",
      "RollbackStack", "CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet",
      "DeleteChangeSet",
    ].map { row(.cloudFormation, $0, [.deployer], .stacks) }

  private static func row(
    _ service: AWSService,
    _ operation: String,
    _ roles: Set<Role>,
    _ scope: PolicyScope
  ) -> Row {
    let prefix = service == .cloudWatch ? "cloudwatch" : service.signingName
    return row(service, operation, roles, action: "\(prefix):\(operation)", scope)
  }

  private static func row(
    _ service: AWSService,
    _ operation: String,
    _ roles: Set<Role>,
    action: String?,
    _ scope: PolicyScope
  ) -> Row {
    Row(service: service, operation: operation, roles: roles, action: action, scope: scope)
  }
}

/// What CloudFormation does with the deployer's permissions, for each type of the template.
///
/// Source: the handlers' permissions in the CloudFormation registry's schemas.
package enum ResourceActions {
  /// The actions for resources of a type; `nil` where the type is not known.
  static func of(_ type: String) -> [(scope: PolicyScope, actions: [String])]? {
    if type.hasPrefix("AWS::ApiGateway::") {
      let verbs = ["DELETE", "GET", "PATCH", "POST", "PUT"]
      return [(.gateway, verbs.map { "apigateway:\($0)" }), (.all, logDelivery)]
    }
    return table[type]
  }

  /// Whether the actions for a type are known.
  package static func know(_ type: String) -> Bool { of(type) != nil }

  /// What API Gateway and Step Functions need to write into a log group.
  private static let logDelivery = [
    "CreateLogDelivery", "DeleteLogDelivery", "DescribeResourcePolicies", "GetLogDelivery",
    "ListLogDeliveries", "PutResourcePolicy", "UpdateLogDelivery",
  ].map { "logs:\($0)" }

  private static let table: [String: [(scope: PolicyScope, actions: [String])]] = [
    "AWS::CloudWatch::Alarm": [
      (
        .alarms,
        actions(
          "cloudwatch",
          "PutMetricAlarm",
          "DeleteAlarms",
          "DescribeAlarms",
          "ListTagsForResource"
        )
      )
    ],
    "AWS::CloudWatch::CompositeAlarm": [
      (
        .alarms,
        actions(
          "cloudwatch",
          "PutCompositeAlarm",
          "DeleteAlarms",
          "DescribeAlarms",
          "ListTagsForResource"
        )
      )
    ],
    "AWS::DynamoDB::Table": [
      (
        .table,
        actions(
          "dynamodb",
          "CreateTable",
          "UpdateTable",
          "Describe*",
          "ListTagsOfResource",
          "GetResourcePolicy"
        )
      )
    ],
    "AWS::Events::Rule": [
      (
        .rules,
        actions(
          "events",
          "PutRule",
          "DeleteRule",
          "DescribeRule",
          "EnableRule",
          "DisableRule",
          "PutTargets",
          "RemoveTargets",
          "ListTargetsByRule",
          "ListTagsForResource"
        )
      ),
      (.roles, ["iam:PassRole"]),
    ],
    "AWS::IAM::Role": [
      (
        .roles,
        actions(
          "iam",
          "CreateRole",
          "DeleteRole",
          "GetRole",
          "UpdateAssumeRolePolicy",
          "PutRolePolicy",
          "GetRolePolicy",
          "DeleteRolePolicy",
          "ListRolePolicies",
          "ListAttachedRolePolicies"
        )
      )
    ],
    "AWS::Lambda::Function": [
      (
        .functions,
        actions(
          "lambda",
          "CreateFunction",
          "DeleteFunction",
          "Get*",
          "UpdateFunctionCode",
          "UpdateFunctionConfiguration",
          "ListTags"
        )
      ),
      (.roles, ["iam:PassRole"]), (.objects, ["s3:GetObject"]),
    ],
    "AWS::Lambda::Permission": [
      (.functions, actions("lambda", "AddPermission", "RemovePermission", "Get*"))
    ],
    "AWS::Logs::LogGroup": [
      (
        .logGroups,
        actions(
          "logs",
          "CreateLogGroup",
          "DeleteLogGroup",
          "PutRetentionPolicy",
          "DeleteRetentionPolicy",
          "ListTagsForResource",
          "GetDataProtectionPolicy"
        )
      ),
      (.all, actions("logs", "DescribeLogGroups", "DescribeIndexPolicies")),
    ],
    "AWS::SNS::Subscription": [
      (.topic, actions("sns", "Subscribe", "GetSubscriptionAttributes")),
      (.all, ["sns:Unsubscribe"]),
    ],
    "AWS::SNS::Topic": [
      (
        .topic,
        actions(
          "sns",
          "CreateTopic",
          "DeleteTopic",
          "GetTopicAttributes",
          "SetTopicAttributes",
          "ListSubscriptionsByTopic",
          "ListTagsForResource",
          "GetDataProtectionPolicy"
        )
      )
    ],
    "AWS::StepFunctions::StateMachine": [
      (
        .stateMachine,
        actions(
          "states",
          "CreateStateMachine",
          "UpdateStateMachine",
          "DeleteStateMachine",
          "DescribeStateMachine",
          "ListTagsForResource"
        )
      ),
      (.roles, ["iam:PassRole"]), (.all, logDelivery),
    ],
  ]

  private static func actions(_ service: String, _ names: String...) -> [String] {
    names.map { "\(service):\($0)" }
  }
}

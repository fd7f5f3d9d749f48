internal import JSONValue

/// Which properties of a resource type are honoured, as a tree.
indirect enum ResourceShape: Sendable {
  /// Anything at all, such as a policy document.
  case any
  /// A whole number in a range, also as text.
  case whole(ClosedRange<Int>)
  /// A map with these members only.
  case members([String: ResourceShape])
  /// A list of such things.
  case list(ResourceShape)

  /// Checks that all of `value` is honoured.
  ///
  /// - Throws: `TemplateError` naming type and property.
  func check(_ value: JSON, type: String, at path: String = "") throws {
    switch self {
    case .any: return
    case .whole(let range):
      guard let number = value.int ?? value.string.flatMap({ Int($0) }), range.contains(number)
      else {
        throw TemplateError(
          "\(type): property \(path) must be a whole number from \(range.lowerBound) to "
            + "\(range.upperBound)"
        )
      }
    case .list(let element):
      guard let values = value.array else {
        throw TemplateError("\(type): property \(path) must be a list")
      }
      for value in values { try element.check(value, type: type, at: path) }
    case .members(let known):
      guard let members = value.object else {
        throw TemplateError("\(type): property \(path) must be a map")
      }
      for (name, value) in members {
        let path = path.isEmpty ? name : "\(path).\(name)"
        guard let shape = known[name] else {
          throw TemplateError("\(type): the property \(path) is not supported")
        }
        try shape.check(value, type: type, at: path)
      }
    }
  }

  /// A map with members that may hold anything.
  static func open(_ names: String..., deeper: [String: ResourceShape] = [:]) -> ResourceShape {
    .members(deeper.merging(names.map { ($0, .any) }) { shape, _ in shape })
  }

  /// What is honoured of each resource type.
  static let ofType: [String: ResourceShape] = [
    "AWS::DynamoDB::Table": .open(
      "TableName",
      "BillingMode",
      "ProvisionedThroughput",
      "TableClass",
      "DeletionProtectionEnabled",
      "Tags",
      deeper: [
        "AttributeDefinitions": .list(.open("AttributeName", "AttributeType")),
        "KeySchema": .list(.open("AttributeName", "KeyType")),
      ]
    ),
    "AWS::Lambda::Function": .open(
      "FunctionName",
      "Description",
      "Runtime",
      "Handler",
      "Architectures",
      "Role",
      "Code",
      "Tags",
      "LoggingConfig",
      "TracingConfig",
      deeper: [
        "Environment": .open("Variables"), "MemorySize": .whole(128...10_240),
        "Timeout": .whole(1...900), "ReservedConcurrentExecutions": .whole(0...1000),
      ]
    ),
    "AWS::Logs::LogGroup": .open("LogGroupName", "RetentionInDays", "Tags"),
    "AWS::Logs::MetricFilter": .open(
      "FilterName",
      "FilterPattern",
      "LogGroupName",
      deeper: [
        "MetricTransformations": .list(
          .open(
            "MetricName",
            "MetricNamespace",
            "MetricValue",
            "DefaultValue",
            "Unit",
            deeper: ["Dimensions": .list(.open("Key", "Value"))]
          )
        )
      ]
    ),
    "AWS::IAM::Role": .open(
      "RoleName",
      "Description",
      "AssumeRolePolicyDocument",
      "Policies",
      "ManagedPolicyArns",
      "Path",
      "Tags",
      "MaxSessionDuration"
    ),
    "AWS::SNS::Topic": .open("TopicName", "DisplayName", "Tags", "KmsMasterKeyId"),
    "AWS::SNS::Subscription": .open("TopicArn", "Protocol", "Endpoint"),
    "AWS::CloudWatch::Alarm": .open(
      "AlarmName",
      "AlarmDescription",
      "Namespace",
      "MetricName",
      "Statistic",
      "ExtendedStatistic",
      "Period",
      "EvaluationPeriods",
      "DatapointsToAlarm",
      "Threshold",
      "ComparisonOperator",
      "TreatMissingData",
      "AlarmActions",
      "OKActions",
      "InsufficientDataActions",
      "ActionsEnabled",
      "Unit",
      "Tags",
      "EvaluateLowSampleCountPercentile",
      deeper: [
        "Dimensions": .list(.open("Name", "Value")),
        "Metrics": .list(
          .open(
            "Id",
            "Expression",
            "Label",
            "ReturnData",
            "Period",
            deeper: ["MetricStat": .open("Metric", "Period", "Stat", "Unit")]
          )
        ),
      ]
    ),
    "AWS::CloudWatch::CompositeAlarm": .open(
      "AlarmName",
      "AlarmDescription",
      "AlarmRule",
      "AlarmActions",
      "OKActions",
      "InsufficientDataActions",
      "ActionsEnabled",
      "ActionsSuppressor",
      "ActionsSuppressorWaitPeriod",
      "ActionsSuppressorExtensionPeriod",
      "Tags"
    ),
    "AWS::StepFunctions::StateMachine": .open(
      "StateMachineName",
      "StateMachineType",
      "RoleArn",
      "LoggingConfiguration",
      "Definition",
      "DefinitionString",
      "DefinitionSubstitutions",
      "TracingConfiguration",
      "Tags"
    ),
    "AWS::Events::Rule": .open(
      "Name",
      "Description",
      "State",
      "EventPattern",
      "ScheduleExpression",
      "EventBusName",
      "RoleArn",
      deeper: [
        "Targets": .list(
          .open(
            "Id",
            "Arn",
            "RoleArn",
            "Input",
            "InputPath",
            "InputTransformer",
            "RetryPolicy",
            "DeadLetterConfig"
          )
        )
      ]
    ),
    "AWS::ApiGateway::RestApi": .open(
      "Name",
      "Description",
      "ApiKeySourceType",
      "EndpointConfiguration",
      "Tags",
      "DisableExecuteApiEndpoint"
    ),
    "AWS::ApiGateway::GatewayResponse": .open(
      "RestApiId",
      "ResponseType",
      "StatusCode",
      "ResponseParameters",
      "ResponseTemplates"
    ),
    "AWS::ApiGateway::Resource": .open("RestApiId", "ParentId", "PathPart"),
    "AWS::ApiGateway::Method": .open(
      "RestApiId",
      "ResourceId",
      "HttpMethod",
      "AuthorizationType",
      "ApiKeyRequired",
      "RequestParameters",
      "MethodResponses",
      "OperationName",
      deeper: [
        "Integration": .open(
          "Type",
          "IntegrationHttpMethod",
          "Uri",
          "PassthroughBehavior",
          "RequestTemplates",
          "TimeoutInMillis",
          "ContentHandling",
          "Credentials",
          deeper: [
            "IntegrationResponses": .list(
              .open("StatusCode", "ResponseParameters", "ResponseTemplates")
            )
          ]
        )
      ]
    ),
    "AWS::ApiGateway::Deployment": .open("RestApiId", "Description"),
    "AWS::ApiGateway::Stage": .open(
      "RestApiId",
      "DeploymentId",
      "StageName",
      "Description",
      "MethodSettings",
      "AccessLogSetting",
      "TracingEnabled",
      "Variables",
      "Tags"
    ),
    "AWS::ApiGateway::ApiKey": .open(
      "Name",
      "Description",
      "Enabled",
      "StageKeys",
      "Value",
      "Tags",
      "GenerateDistinctId"
    ),
    "AWS::ApiGateway::UsagePlan": .open(
      "UsagePlanName",
      "Description",
      "Tags",
      deeper: [
        "ApiStages": .list(.open("ApiId", "Stage")),
        "Throttle": .open("RateLimit", "BurstLimit"),
      ]
    ),
    "AWS::ApiGateway::UsagePlanKey": .open("KeyId", "KeyType", "UsagePlanId"),
    "AWS::ApiGateway::Account": .open("CloudWatchRoleArn"),
    "AWS::Lambda::EventInvokeConfig": .open(
      "FunctionName",
      "Qualifier",
      deeper: [
        "MaximumRetryAttempts": .whole(0...2),
        "MaximumEventAgeInSeconds": .whole(60...21_600),
        "DestinationConfig": .open(
          deeper: ["OnSuccess": .open("Destination"), "OnFailure": .open("Destination")]
        ),
      ]
    ),
    "AWS::Lambda::Permission": .open(
      "FunctionName",
      "Action",
      "Principal",
      "SourceArn",
      "SourceAccount"
    ),
  ]
}

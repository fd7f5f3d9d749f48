internal import AWSWire
internal import JSONValue

/// A resource under the names that other resources know it by.
struct PhysicalResource: Hashable, Sendable {
  /// The name it has in the template.
  let logicalID: String
  /// The type, such as `AWS::SNS::Topic`.
  let type: String
  /// What `Ref` gives.
  let reference: String
  /// What `Fn::GetAtt` gives.
  let attributes: [String: String]

  /// Works out the names of a resource from its resolved properties.
  ///
  /// - Throws: `TemplateError` where the type is not one of those that work here.
  init(logicalID: String, type: String, properties: JSON, identity: CloudIdentity) throws {
    self.logicalID = logicalID
    self.type = type
    func named(_ property: String) -> String { properties[property]?.string ?? logicalID }
    func arn(_ service: String, _ resource: String) -> String { identity.arn(service, resource) }
    let id = PhysicalResource.identifier(logicalID, type)
    switch type {
    case "AWS::DynamoDB::Table":
      let name = named("TableName")
      (reference, attributes) = (name, ["Arn": arn("dynamodb", "table/\(name)")])
    case "AWS::Lambda::Function":
      let name = named("FunctionName")
      (reference, attributes) = (name, ["Arn": arn("lambda", "function:\(name)")])
    case "AWS::Lambda::EventInvokeConfig":
      let function = FunctionReference(properties["FunctionName"]?.string ?? "").name
      let qualifier = properties["Qualifier"]?.string ?? FunctionReference.latest
      (reference, attributes) = ("\(function)|\(qualifier)", [:])
    case "AWS::Logs::LogGroup":
      let name = named("LogGroupName")
      (reference, attributes) = (name, ["Arn": arn("logs", "log-group:\(name):*")])
    case "AWS::Logs::MetricFilter":
      (reference, attributes) = (named("FilterName"), [:])
    case "AWS::IAM::Role":
      let name = named("RoleName")
      let global = "arn:\(identity.partition):iam::\(identity.accountID):role/\(name)"
      (reference, attributes) = (name, ["Arn": global, "RoleId": id.uppercased()])
    case "AWS::SNS::Topic":
      let name = named("TopicName")
      let topic = arn("sns", name)
      (reference, attributes) = (topic, ["TopicName": name, "TopicArn": topic])
    case "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm":
      let name = named("AlarmName")
      (reference, attributes) = (name, ["Arn": arn("cloudwatch", "alarm:\(name)")])
    case "AWS::StepFunctions::StateMachine":
      let name = named("StateMachineName")
      let machine = arn("states", "stateMachine:\(name)")
      (reference, attributes) = (machine, ["Arn": machine, "Name": name])
    case "AWS::Events::Rule":
      let name = named("Name")
      (reference, attributes) = (name, ["Arn": arn("events", "rule/\(name)")])
    case "AWS::ApiGateway::RestApi":
      (reference, attributes) = (id, ["RestApiId": id, "RootResourceId": "\(id.dropLast(4))root"])
    case "AWS::ApiGateway::Stage":
      (reference, attributes) = (named("StageName"), [:])
    case "AWS::ApiGateway::ApiKey":
      (reference, attributes) = (id, ["APIKeyId": id])
    case "AWS::ApiGateway::Resource", "AWS::ApiGateway::Method", "AWS::ApiGateway::Deployment",
      "AWS::ApiGateway::UsagePlan", "AWS::ApiGateway::UsagePlanKey", "AWS::ApiGateway::Account",
      "AWS::ApiGateway::GatewayResponse", "AWS::SNS::Subscription", "AWS::Lambda::Permission":
      (reference, attributes) = (id, [:])
    default: throw TemplateError("the resource type \(type) is not supported", logicalID: logicalID)
    }
  }

  /// Ten letters and digits that are always the same for a resource of a template.
  private static func identifier(_ logicalID: String, _ type: String) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    let digest = Digest.sha256("\(type)/\(logicalID)".utf8)
    return String(digest.prefix(10).map { alphabet[Int($0) % alphabet.count] })
  }
}

internal import AWSClient
internal import AWSWire
internal import JSONValue

/// Finds resources that have the backend's names and are not the stack's.
struct ExistingFinder: Sendable {
  /// Carries the calls.
  let client: AWSClient
  /// Who deploys.
  let identity: DeployerIdentity
  /// The region that is looked in.
  let region: String
  /// What stands before every name.
  let prefix: String
  /// Where the functions' code will be, which an imported function has to name.
  let code: JSON

  /// All that are there, in the template's order.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func find(_ named: [TemplateOutline.NamedResource]) async throws -> [ExistingResource] {
    var found: [ExistingResource] = []
    for resource in named {
      let name = resource.name(prefix: prefix)
      guard var existing = try await look(for: resource, name) else { continue }
      existing.owner = try await owner(of: existing)
      found.append(existing)
    }
    return found
  }

  private func look(
    for resource: TemplateOutline.NamedResource,
    _ name: String
  ) async throws -> ExistingResource? {
    switch resource.type {
    case "AWS::DynamoDB::Table": try await table(resource, name)
    case "AWS::Lambda::Function": try await function(resource, name)
    case "AWS::Logs::LogGroup": try await logGroup(resource, name)
    case "AWS::StepFunctions::StateMachine": try await stateMachine(resource, name)
    case "AWS::Events::Rule": try await rule(resource, name)
    case "AWS::SNS::Topic": try await topic(resource, name)
    case "AWS::CloudWatch::Alarm": try await alarm(resource, name)
    case "AWS::CloudWatch::CompositeAlarm": try await compositeAlarm(resource, name)
    default: nil
    }
  }

  /// The call's output; `nil` where what it asks for is not there.
  func present(_ service: AWSService, _ operation: String, _ input: JSON) async throws -> JSON? {
    do {
      return try await client.call(AWSCall(service, operation, input))
    } catch let error as AWSError where ExistingFinder.meansAbsent(error) {
      return nil
    }
  }

  /// Whether an error says that there is no such resource.
  static func meansAbsent(_ error: AWSError) -> Bool {
    guard error.kind == .service else { return false }
    let codes = ["NotFound", "NotFoundException", "ResourceNotFound", "ResourceNotFoundException"]
    return codes.contains(error.code) || error.code.hasSuffix("DoesNotExist")
  }

  /// The ARN of a resource in this account.
  func arn(_ service: String, _ resource: String) -> String {
    "arn:\(identity.partition):\(service):\(region):\(identity.account):\(resource)"
  }

  private func owner(of existing: ExistingResource) async throws -> String? {
    let physicalID =
      switch existing.type {
      case "AWS::SNS::Topic": arn("sns", existing.name)
      case "AWS::StepFunctions::StateMachine": arn("states", "stateMachine:\(existing.name)")
      default: existing.name
      }
    do {
      let answer = try await client.call(
        AWSCall(
          .cloudFormation,
          "DescribeStackResources",
          ["PhysicalResourceId": .string(physicalID)]
        )
      )
      let resource = (answer["StackResources"]?.array ?? []).first { resource in
        resource["PhysicalResourceId"]?.string == physicalID
          && resource["ResourceStatus"] != "DELETE_SKIPPED"
          && resource["ResourceStatus"] != "DELETE_COMPLETE"
      }
      return resource?["StackName"]?.string
    } catch let error as AWSError where StackDesk.meansMissing(error) {
      return nil
    }
  }
}

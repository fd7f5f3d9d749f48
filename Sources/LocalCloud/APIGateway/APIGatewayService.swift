package import AWSWire
package import JSONValue

/// API Gateway's management operations, for reading.
package final class APIGatewayService: CloudService {
  /// Which service this is.
  package let service = AWSService.apiGateway

  private let gateway: RestGateway

  init(gateway: RestGateway) {
    self.gateway = gateway
  }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as API Gateway would answer.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    let (stages, plans) = gateway.inForce
    func id(_ name: String) -> String { input[name]?.string ?? "" }
    switch operation {
    case "GetRestApis": return ["item": .array(apis(stages).map(Self.json))]
    case "GetRestApi": return Self.json(try api(id("restApiId"), stages))
    case "GetResources":
      let api = try api(id("restApiId"), stages)
      let resources = api.resources.values.sorted { $0.path < $1.path }
      return ["item": .array(resources.map(Self.json))]
    case "GetStages":
      let api = try api(id("restApiId"), stages)
      return ["item": .array(stages.filter { $0.api.id == api.id }.map(Self.json))]
    case "GetStage":
      let found = stages.first { $0.api.id == id("restApiId") && $0.name == id("stageName") }
      return Self.json(try present(found, "stage"))
    case "GetApiKeys":
      let shown = plans.keys.filter { key in
        input["nameQuery"]?.string.map { key.name.hasPrefix($0) } ?? true
      }
      return [
        "item": .array(shown.map { Self.json($0, withValue: id("includeValues") == "true") })
      ]
    case "GetApiKey":
      let found = try present(plans.keys.first { $0.id == id("apiKey") }, "API Key")
      return Self.json(found, withValue: id("includeValue") == "true")
    case "GetUsagePlans": return ["item": .array(plans.plans.map(Self.json))]
    case "GetUsagePlan":
      return Self.json(try present(plans.plans.first { $0.id == id("usagePlanId") }, "Usage Plan"))
    default:
      throw CloudError(
        "UnknownOperationException",
        "API Gateway's \(operation) does not work in the local cloud.",
        status: 404
      )
    }
  }

  private func apis(_ stages: [RestStage]) -> [RestAPI] {
    var seen: Set<String> = []
    return stages.map(\.api).filter { seen.insert($0.id).inserted }
  }

  private func api(_ id: String, _ stages: [RestStage]) throws -> RestAPI {
    try present(apis(stages).first { $0.id == id }, "API identifier")
  }

  private func present<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else {
      throw CloudError("NotFoundException", "Invalid \(what) specified", status: 404)
    }
    return value
  }
}

extension APIGatewayService {
  private static func json(_ api: RestAPI) -> JSON {
    [
      "id": .string(api.id), "name": .string(api.name), "description": .string(api.summary),
      "apiKeySource": "HEADER", "endpointConfiguration": ["types": ["REGIONAL"]],
      "rootResourceId": .string(api.rootID),
    ]
  }

  private static func json(_ resource: RestAPI.Resource) -> JSON {
    var members: JSONObject = ["id": .string(resource.id), "path": .string(resource.path)]
    if let parentID = resource.parentID {
      members["parentId"] = .string(parentID)
      members["pathPart"] = .string(resource.part)
    }
    if !resource.methods.isEmpty {
      members["resourceMethods"] = .object(
        JSONObject(resource.methods.keys.sorted().map { ($0, [:]) })
      )
    }
    return .object(members)
  }

  private static func json(_ stage: RestStage) -> JSON {
    [
      "stageName": .string(stage.name), "deploymentId": .string(stage.deploymentID),
      "description": .string(stage.summary), "cacheClusterEnabled": false,
      "methodSettings": [:], "tracingEnabled": false,
    ]
  }

  private static func json(_ key: UsagePlans.Key, withValue: Bool) -> JSON {
    var members: JSONObject = [
      "id": .string(key.id), "name": .string(key.name), "enabled": .bool(key.isEnabled),
      "stageKeys": [],
    ]
    if withValue { members["value"] = .string(key.value) }
    return .object(members)
  }

  private static func json(_ plan: UsagePlans.Plan) -> JSON {
    var members: JSONObject = [
      "id": .string(plan.id), "name": .string(plan.name),
      "apiStages": .array(
        plan.stages.map { ["apiId": .string($0.apiID), "stage": .string($0.stage)] }
      ),
    ]
    if let rate = plan.rate {
      members["throttle"] = ["rateLimit": JSON(rate), "burstLimit": JSON(plan.burst ?? rate)]
    }
    return .object(members)
  }
}

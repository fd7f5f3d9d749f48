package import AWSWire
package import JSONValue

/// API Gateway's management operations, for reading.
package final class APIGatewayService: CloudService {
  /// Which service this is.
  package let service = AWSService.apiGateway

  /// How many items a page has where the caller does not say.
  private static let pageSize = 25

  private let gateway: RestGateway
  private let identity: CloudIdentity

  /// Describes what `gateway` serves; `identity` is the account that refusals name.
  init(gateway: RestGateway, identity: CloudIdentity) {
    (self.gateway, self.identity) = (gateway, identity)
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
    let page = CallInput(input, code: "BadRequestException")
    switch operation {
    case "GetRestApis": return try Self.page(page, apis(stages).map(Self.json))
    case "GetRestApi": return Self.json(try api(id("restApiId"), stages))
    case "GetResources":
      let api = try api(id("restApiId"), stages)
      let resources = api.resources.values.sorted { $0.path < $1.path }
      return try Self.page(page, resources.map { Self.json($0, input) })
    case "GetStages":
      let api = try api(id("restApiId"), stages)
      return ["item": .array(stages.filter { $0.api.id == api.id }.map(Self.json))]
    case "GetStage":
      let found = stages.first { $0.api.id == id("restApiId") && $0.name == id("stageName") }
      return Self.json(try present(found, "stage"))
    case "GetDeployments":
      let api = try api(id("restApiId"), stages)
      return try Self.page(page, api.deployments.map { Self.json($0, of: api, input) })
    case "GetDeployment":
      let api = try api(id("restApiId"), stages)
      let found = api.deployments.first { $0.id == id("deploymentId") }
      return Self.json(try present(found, "Deployment identifier"), of: api, input)
    case "GetResource": return Self.json(try resource(input, stages), input)
    case "GetMethod": return try method(input, stages).json
    case "GetMethodResponse":
      return try present(method(input, stages).responses[id("statusCode")], "Response status code")
    case "GetIntegration": return try method(input, stages).integration
    case "GetIntegrationResponse":
      let responses = try method(input, stages).integrationResponses
      return try present(responses[id("statusCode")], "Response status code")
    case "GetApiKeys":
      // The SDKs' `nameQuery` is `name` on the wire.
      let shown = plans.keys.filter { key in
        input["name"]?.string.map { key.name.hasPrefix($0) } ?? true
      }
      return try Self.page(
        page,
        shown.map { Self.json($0, of: plans, withValue: id("includeValues") == "true") }
      )
    case "GetApiKey":
      let found = try present(plans.keys.first { $0.id == id("apiKey") }, "API Key identifier")
      return Self.json(found, of: plans, withValue: id("includeValue") == "true")
    case "GetUsagePlans":
      let key = input["keyId"]?.string
      let shown = plans.plans.filter { plan in key.map(plan.keyIDs.contains) ?? true }
      return try Self.page(page, shown.map(Self.json))
    case "GetUsagePlan": return Self.json(try plan(id("usagePlanId"), plans))
    case "GetUsagePlanKeys":
      let keys = try self.keys(of: id("usagePlanId"), plans).filter { key in
        input["name"]?.string.map { key.name.hasPrefix($0) } ?? true
      }
      return try Self.page(page, keys.map(Self.planKey))
    case "GetUsagePlanKey":
      let found = try keys(of: id("usagePlanId"), plans).first { $0.id == id("keyId") }
      return Self.planKey(try present(found, "API Key identifier"))
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
    guard let api = apis(stages).first(where: { $0.id == id }) else {
      throw CloudError(
        "NotFoundException",
        "Invalid API identifier specified \(identity.accountID):\(id)",
        status: 404
      )
    }
    return api
  }

  private func resource(_ input: JSON, _ stages: [RestStage]) throws -> RestAPI.Resource {
    let api = try api(input["restApiId"]?.string ?? "", stages)
    return try present(api.resources[input["resourceId"]?.string ?? ""], "Resource identifier")
  }

  private func method(_ input: JSON, _ stages: [RestStage]) throws -> MethodDescription {
    let resource = try resource(input, stages)
    let verb = input["httpMethod"]?.string ?? ""
    return MethodDescription(
      verb: verb,
      resource: resource.id,
      properties: try present(resource.methods[verb], "Method identifier").properties
    )
  }

  private func plan(_ id: String, _ plans: UsagePlans) throws -> UsagePlans.Plan {
    try present(plans.plans.first { $0.id == id }, "Usage Plan ID")
  }

  private func keys(of plan: String, _ plans: UsagePlans) throws -> [UsagePlans.Key] {
    let ids = try self.plan(plan, plans).keyIDs
    return plans.keys.filter { ids.contains($0.id) }
  }

  /// One page of a collection, as `limit` and `position` ask for it.
  private static func page(_ input: CallInput, _ items: [JSON]) throws -> JSON {
    let limit = try input.int("limit", in: 1...500) ?? pageSize
    let (page, next) = try PageToken.slice(
      items,
      token: input.text(optional: "position"),
      limit: limit,
      invalid: CloudError("BadRequestException", "Invalid position parameter specified")
    )
    var output: JSON = ["item": .array(Array(page))]
    if let next { output["position"] = .string(next) }
    return output
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
      "createdDate": (api.created ?? Instant(milliseconds: 0)).wire,
      "id": .string(api.id), "name": .string(api.name), "description": .string(api.summary),
      "apiKeySource": "HEADER", "endpointConfiguration": ["types": ["REGIONAL"]],
      "rootResourceId": .string(api.rootID),
    ]
  }

  private static func json(_ resource: RestAPI.Resource, _ input: JSON) -> JSON {
    let isWhole = input["embed"]?.string == "methods"
    var members: JSONObject = ["id": .string(resource.id), "path": .string(resource.path)]
    if let parentID = resource.parentID {
      members["parentId"] = .string(parentID)
      members["pathPart"] = .string(resource.part)
    }
    if !resource.methods.isEmpty {
      members["resourceMethods"] = .object(
        JSONObject(
          resource.methods.sorted { $0.key < $1.key }.map { verb, method in
            let description = MethodDescription(
              verb: verb,
              resource: resource.id,
              properties: method.properties
            )
            return (verb, isWhole ? description.json : [:])
          }
        )
      )
    }
    return .object(members)
  }

  private static func json(
    _ deployment: RestAPI.Deployment,
    of api: RestAPI,
    _ input: JSON
  ) -> JSON {
    var members: JSONObject = ["id": .string(deployment.id)]
    if !deployment.summary.isEmpty { members["description"] = .string(deployment.summary) }
    members["createdDate"] = deployment.created?.wire
    guard input["embed"]?.string == "apisummary" else { return .object(members) }
    let paths = api.resources.values.filter { !$0.methods.isEmpty }.sorted { $0.path < $1.path }
    members["apiSummary"] = .object(
      JSONObject(
        paths.map { resource in
          let methods = resource.methods.sorted { $0.key < $1.key }.map { verb, method in
            (
              verb,
              ["authorizationType": "NONE", "apiKeyRequired": .bool(method.isKeyRequired)] as JSON
            )
          }
          return (resource.path, JSON.object(JSONObject(methods)))
        }
      )
    )
    return .object(members)
  }

  private static func json(_ stage: RestStage) -> JSON {
    let (created, changed) = (stage.created?.wire ?? 0, stage.changed?.wire ?? 0)
    return [
      "createdDate": created, "lastUpdatedDate": changed,
      "stageName": .string(stage.name), "deploymentId": .string(stage.deploymentID),
      "description": .string(stage.summary), "cacheClusterEnabled": false,
      "methodSettings": [:], "tracingEnabled": false,
    ]
  }

  private static func planKey(_ key: UsagePlans.Key) -> JSON {
    [
      "id": .string(key.id), "type": "API_KEY", "name": .string(key.name),
      "value": .string(key.value),
    ]
  }

  private static func json(
    _ key: UsagePlans.Key,
    of plans: UsagePlans,
    withValue: Bool
  ) -> JSON {
    let stages = plans.plans.filter { $0.keyIDs.contains(key.id) }.flatMap(\.stages)
    var members: JSONObject = [
      "id": .string(key.id), "name": .string(key.name), "enabled": .bool(key.isEnabled),
      "stageKeys": .array(stages.map { .string("\($0.apiID)/\($0.stage)") }),
    ]
    members["createdDate"] = key.created?.wire
    members["lastUpdatedDate"] = key.changed?.wire
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

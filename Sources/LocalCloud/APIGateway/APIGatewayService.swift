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
      return Self.json(try present(found, "stage identifier"))
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
    case "GetTags": return ["tags": .object(try tags(of: id("resourceArn"), stages, plans))]
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

  /// The tags of what an ARN such as `arn:aws:apigateway:eu-central-1::/restapis/ID` names.
  private func tags(of arn: String, _ stages: [RestStage], _ plans: UsagePlans) throws -> JSONObject
  {
    let prefix = "arn:\(identity.partition):apigateway:\(identity.region)::/"
    guard arn.hasPrefix(prefix) else {
      throw CloudError("BadRequestException", "Invalid ARN specified in the request")
    }
    let path = arn.dropFirst(prefix.count).split(separator: "/").map(String.init)
    switch (path.first, path.count) {
    case ("restapis", 2): return try api(path[1], stages).tags
    case ("restapis", 4) where path[2] == "stages":
      let found = stages.first { $0.api.id == path[1] && $0.name == path[3] }
      return try present(found, "stage identifier").tags
    case ("apikeys", 2):
      return try present(plans.keys.first { $0.id == path[1] }, "API Key identifier").tags
    case ("usageplans", 2): return try plan(path[1], plans).tags
    default: throw CloudError("BadRequestException", "Invalid ARN specified in the request")
    }
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

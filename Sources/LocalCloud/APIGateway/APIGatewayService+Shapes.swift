internal import AWSWire
internal import JSONValue

extension APIGatewayService {
  /// An API as `GetRestApi` answers.
  static func json(_ api: RestAPI) -> JSON {
    let endpoint = api.properties["EndpointConfiguration"]
    var members: JSONObject = [
      "createdDate": (api.created ?? Instant(milliseconds: 0)).wire,
      "id": .string(api.id), "name": .string(api.name),
      "apiKeySource": api.properties["ApiKeySourceType"] ?? "HEADER",
      "endpointConfiguration": ["types": endpoint?["Types"] ?? ["EDGE"]],
      "disableExecuteApiEndpoint": .bool(isTrue(api.properties["DisableExecuteApiEndpoint"])),
      "rootResourceId": .string(api.rootID),
    ]
    if !api.summary.isEmpty { members["description"] = .string(api.summary) }
    if !api.tags.isEmpty { members["tags"] = .object(api.tags) }
    return .object(members)
  }

  private static func isTrue(_ value: JSON?) -> Bool { value?.bool ?? (value?.string == "true") }

  /// A resource as `GetResource` answers.
  static func json(_ resource: RestAPI.Resource, _ input: JSON) -> JSON {
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

  /// A deployment as `GetDeployment` answers.
  static func json(
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

  /// A stage as `GetStage` answers.
  static func json(_ stage: RestStage) -> JSON {
    var members: JSONObject = [
      "createdDate": stage.created?.wire ?? 0, "lastUpdatedDate": stage.changed?.wire ?? 0,
      "stageName": .string(stage.name), "deploymentId": .string(stage.deploymentID),
      "cacheClusterEnabled": false, "cacheClusterStatus": "NOT_AVAILABLE",
      "methodSettings": .object(
        JSONObject((stage.properties["MethodSettings"]?.array ?? []).map(methodSetting))
      ), "tracingEnabled": .bool(isTrue(stage.properties["TracingEnabled"])),
    ]
    if !stage.summary.isEmpty { members["description"] = .string(stage.summary) }
    if !stage.variables.isEmpty {
      members["variables"] = .object(
        JSONObject(stage.variables.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
      )
    }
    if let log = stage.properties["AccessLogSetting"] {
      var shown = JSONObject()
      shown["destinationArn"] = log["DestinationArn"]
      shown["format"] = log["Format"]
      members["accessLogSettings"] = .object(shown)
    }
    if !stage.tags.isEmpty { members["tags"] = .object(stage.tags) }
    return .object(members)
  }

  /// A setting for methods under its path, such as `*/*` or `~1users/GET`.
  private static func methodSetting(_ setting: JSON) -> (String, JSON) {
    let path = setting["ResourcePath"]?.string ?? "*"
    let place = path == "/*" ? "*" : path.replacing("/", with: "~1")
    func number(_ key: String, _ unset: Double) -> JSON {
      JSON(setting[key].flatMap { $0.double ?? $0.string.flatMap { Double($0) } } ?? unset)
    }
    var shown: JSONObject = [
      "metricsEnabled": .bool(isTrue(setting["MetricsEnabled"])),
      "dataTraceEnabled": .bool(isTrue(setting["DataTraceEnabled"])),
      "throttlingBurstLimit": number("ThrottlingBurstLimit", -1),
      "throttlingRateLimit": number("ThrottlingRateLimit", -1),
      "cachingEnabled": .bool(isTrue(setting["CachingEnabled"])),
      "cacheTtlInSeconds": number("CacheTtlInSeconds", 300),
      "cacheDataEncrypted": .bool(isTrue(setting["CacheDataEncrypted"])),
      "requireAuthorizationForCacheControl": true,
      "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
    ]
    shown["loggingLevel"] = setting["LoggingLevel"]
    return ("\(place)/\(setting["HttpMethod"]?.string ?? "*")", .object(shown))
  }

  /// A key as `GetUsagePlanKey` answers.
  static func planKey(_ key: UsagePlans.Key) -> JSON {
    [
      "id": .string(key.id), "type": "API_KEY", "name": .string(key.name),
      "value": .string(key.value),
    ]
  }

  /// A key as `GetApiKey` answers.
  static func json(
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
    if !key.summary.isEmpty { members["description"] = .string(key.summary) }
    if !key.tags.isEmpty { members["tags"] = .object(key.tags) }
    if withValue { members["value"] = .string(key.value) }
    return .object(members)
  }

  /// A plan as `GetUsagePlan` answers.
  static func json(_ plan: UsagePlans.Plan) -> JSON {
    var members: JSONObject = [
      "id": .string(plan.id), "name": .string(plan.name),
      "apiStages": .array(
        plan.stages.map { ["apiId": .string($0.apiID), "stage": .string($0.stage)] }
      ),
    ]
    if !plan.summary.isEmpty { members["description"] = .string(plan.summary) }
    if !plan.tags.isEmpty { members["tags"] = .object(plan.tags) }
    if let rate = plan.rate {
      members["throttle"] = ["rateLimit": JSON(rate), "burstLimit": JSON(plan.burst ?? rate)]
    }
    return .object(members)
  }
}

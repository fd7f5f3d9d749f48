internal import JSONValue

/// Puts the REST APIs of a stack together from its resources.
struct RestAPIBuilder {
  /// What a stack's resources amount to.
  struct Built: Sendable {
    /// The stages, each with the API it serves.
    var stages: [RestStage]
    /// The API keys, and the plans they belong to.
    var plans: UsagePlans
  }

  private let resources: [ResolvedStack.Resource]
  private let apiKey: String

  /// - Parameters:
  ///   - resources: all resources of the stack.
  ///   - apiKey: the value of API keys for which the template gives none.
  init(_ resources: [ResolvedStack.Resource], apiKey: String) {
    self.resources = resources
    self.apiKey = apiKey
  }

  /// The stages and plans.
  ///
  /// - Throws: `TemplateError` naming the resource that cannot be served.
  func build() throws -> Built {
    var apis: [String: RestAPI] = [:]
    for api in all("RestApi") { apis[api.reference] = try self.api(api) }
    var stages: [RestStage] = []
    for stage in all("Stage") {
      guard let api = apis[text(stage, "RestApiId")] else { throw lost(stage, "RestApiId") }
      guard !stages.contains(where: { $0.name == stage.reference }) else {
        throw TemplateError(
          "AWS::ApiGateway::Stage: another API already has the stage \(stage.reference)",
          logicalID: stage.logicalID
        )
      }
      stages.append(self.stage(stage, api))
    }
    return Built(stages: stages, plans: plans())
  }

  private func all(_ kind: String) -> [ResolvedStack.Resource] {
    resources.filter { $0.type == "AWS::ApiGateway::\(kind)" }
  }

  private func text(_ resource: ResolvedStack.Resource, _ property: String) -> String {
    resource.properties[property]?.string ?? ""
  }

  private func lost(_ resource: ResolvedStack.Resource, _ property: String) -> TemplateError {
    TemplateError(
      "\(resource.type): \(property) names nothing in the template",
      logicalID: resource.logicalID
    )
  }

  private func api(_ api: ResolvedStack.Resource) throws -> RestAPI {
    let id = api.reference
    let rootID = "\(id.dropLast(4))root"
    var methods: [String: [String: RestAPI.Method]] = [:]
    for method in all("Method") where text(method, "RestApiId") == id {
      do {
        methods[text(method, "ResourceId"), default: [:]][text(method, "HttpMethod")] =
          try self.method(method)
      } catch let error as TemplateError {
        throw error.located(in: method.logicalID)
      }
    }
    var paths: [RestAPI.Resource] = [
      RestAPI.Resource(
        id: rootID,
        parentID: nil,
        part: "",
        path: "/",
        methods: methods[rootID] ?? [:]
      )
    ]
    for resource in all("Resource") where text(resource, "RestApiId") == id {
      guard let parent = paths.first(where: { $0.id == text(resource, "ParentId") }) else {
        throw lost(resource, "ParentId")
      }
      let part = text(resource, "PathPart")
      paths.append(
        RestAPI.Resource(
          id: resource.reference,
          parentID: parent.id,
          part: part,
          path: parent.path == "/" ? "/\(part)" : "\(parent.path)/\(part)",
          methods: methods[resource.reference] ?? [:]
        )
      )
    }
    var responses = GatewayResponses()
    for response in all("GatewayResponse") where text(response, "RestApiId") == id {
      do {
        try responses.add(response.properties)
      } catch let error as TemplateError {
        throw error.located(in: response.logicalID)
      }
    }
    var made = RestAPI(
      id: id,
      name: text(api, "Name"),
      summary: text(api, "Description"),
      resources: paths,
      rootID: rootID,
      gatewayResponses: responses
    )
    made.created = api.created
    (made.properties, made.tags) = (api.properties, api.tags)
    made.deployments = all("Deployment").filter { text($0, "RestApiId") == id }.map { deployment in
      RestAPI.Deployment(
        id: deployment.reference,
        summary: text(deployment, "Description"),
        created: deployment.created
      )
    }
    return made
  }

  private func method(_ method: ResolvedStack.Resource) throws -> RestAPI.Method {
    let properties = method.properties
    let authorization = properties["AuthorizationType"]?.string ?? "NONE"
    guard authorization == "NONE" else {
      throw TemplateError("\(method.type): AuthorizationType \(authorization) is not supported")
    }
    let integration = properties["Integration"] ?? [:]
    let isKeyRequired = properties["ApiKeyRequired"].map(Self.isTrue) ?? false
    switch integration["Type"]?.string {
    case "AWS_PROXY":
      let uri = integration["Uri"]?.string ?? ""
      guard let start = uri.firstRange(of: ":function:"),
        let end = uri.firstRange(of: "/invocations")
      else { throw TemplateError("\(method.type): Integration.Uri names no function") }
      let name = uri[start.upperBound..<end.lowerBound].prefix { $0 != ":" }
      let timeout = integration["TimeoutInMillis"]?.int.map(Int64.init)
      return RestAPI.Method(
        isKeyRequired: isKeyRequired,
        integration: .lambda(
          function: String(name),
          timeoutMilliseconds: timeout ?? RestGateway.integrationTimeout
        ),
        properties: properties
      )
    case "MOCK":
      return RestAPI.Method(
        isKeyRequired: isKeyRequired,
        integration: try mock(integration),
        properties: properties
      )
    case let other:
      throw TemplateError(
        "\(method.type): Integration.Type \(other ?? "(none)") is not supported"
      )
    }
  }

  private func mock(_ integration: JSON) throws -> RestAPI.Integration {
    let request = integration["RequestTemplates"]?["application/json"]?.string ?? "{}"
    let wanted = (try? JSON(parsing: request))?["statusCode"]?.int ?? 200
    let responses = integration["IntegrationResponses"]?.array ?? []
    let response = responses.first { Self.int($0["StatusCode"]) == wanted } ?? [:]
    return .mock(
      status: wanted,
      headers: try FixedHeaders.read(
        response["ResponseParameters"],
        prefix: "method.response.header."
      ),
      body: response["ResponseTemplates"]?["application/json"]?.string ?? ""
    )
  }

  private func stage(_ stage: ResolvedStack.Resource, _ api: RestAPI) -> RestStage {
    let settings = (stage.properties["MethodSettings"]?.array ?? []).first {
      $0["HttpMethod"]?.string == "*"
    }
    let destination = stage.properties["AccessLogSetting"]?["DestinationArn"]?.string
    var variables: [String: String] = [:]
    for (name, value) in stage.properties["Variables"]?.object ?? [:] {
      variables[name] = value.string ?? value.text()
    }
    return RestStage(
      name: stage.reference,
      api: api,
      deploymentID: text(stage, "DeploymentId"),
      summary: text(stage, "Description"),
      variables: variables,
      accessLogGroup: destination.flatMap(Self.group),
      accessLogFormat: stage.properties["AccessLogSetting"]?["Format"]?.string
        .map { AccessLogFormat($0) },
      rate: settings?["ThrottlingRateLimit"]?.double,
      burst: settings?["ThrottlingBurstLimit"]?.double,
      created: stage.created,
      changed: stage.changed,
      properties: stage.properties,
      tags: stage.tags
    )
  }

  private func plans() -> UsagePlans {
    let keys = all("ApiKey").map { key in
      UsagePlans.Key(
        id: key.reference,
        name: key.properties["Name"]?.string ?? key.logicalID,
        value: key.properties["Value"]?.string ?? apiKey,
        isEnabled: key.properties["Enabled"].map(Self.isTrue) ?? false,
        created: key.created,
        changed: key.changed,
        summary: text(key, "Description"),
        tags: key.tags
      )
    }
    let plans = all("UsagePlan").map { plan in
      UsagePlans.Plan(
        id: plan.reference,
        name: plan.properties["UsagePlanName"]?.string ?? plan.logicalID,
        stages: (plan.properties["ApiStages"]?.array ?? []).map {
          UsagePlans.Plan.Stage(
            apiID: $0["ApiId"]?.string ?? "",
            stage: $0["Stage"]?.string ?? ""
          )
        },
        rate: Self.number(plan.properties["Throttle"]?["RateLimit"]),
        burst: Self.number(plan.properties["Throttle"]?["BurstLimit"]),
        keyIDs: Set(
          all("UsagePlanKey").filter { text($0, "UsagePlanId") == plan.reference }
            .map { text($0, "KeyId") }
        ),
        summary: text(plan, "Description"),
        tags: plan.tags
      )
    }
    return UsagePlans(keys: keys, plans: plans)
  }

  /// The group's name in `arn:aws:logs:REGION:ACCOUNT:log-group:NAME` with or without `:*`.
  private static func group(inARN arn: String) -> String? {
    guard let start = arn.firstRange(of: ":log-group:") else { return nil }
    let name = arn[start.upperBound...]
    return String(name.hasSuffix(":*") ? name.dropLast(2) : name)
  }

  private static func isTrue(_ value: JSON) -> Bool { value.bool ?? (value.string == "true") }

  private static func int(_ value: JSON?) -> Int? {
    value.flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
  }

  private static func number(_ value: JSON?) -> Double? {
    value.flatMap { $0.double ?? $0.string.flatMap { Double($0) } }
  }
}

internal import AWSWire
internal import JSONValue

/// An operation of a REST service, found by method and path.
struct RESTRoute: Sendable {
  /// The service that the request was signed for.
  let service: AWSService
  /// The operation as the service spells it, such as `GetRestApi`.
  let operation: String
  /// The part of the input that path, query and headers hold.
  var input: JSON
  /// Whether the body is what a function is to be invoked with.
  var takesPayload = false
  /// Whether the body holds members of the input.
  var takesMembers: Bool { RESTRoute.withMembers.contains(operation) }

  private static let withMembers: Set<String> = [
    "UpdateFunctionCode", "UpdateFunctionConfiguration", "PutFunctionEventInvokeConfig",
    "UpdateFunctionEventInvokeConfig", "TagResource",
  ]
  /// The parameters of queries that may be there more than once.
  private static let lists: Set<String> = ["tagKeys"]
  /// The parameters of Lambda's queries that are whole numbers.
  private static let numbers: Set<String> = ["MaxItems"]

  /// Finds the operation; `nil` where the service has none there.
  init?(_ request: WebRequest, service: AWSService) {
    self.service = service
    let segments = request.path.split(separator: "/").map { PercentEncoding.decode($0) ?? "" }
    var parameters = JSONObject()
    for pair in request.query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard let name = parts.first.flatMap({ PercentEncoding.decode($0) }),
        !PresignedQuery.isPart(name.lowercased())
      else { continue }
      let value = parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: true) : ""
      // A name that is there again makes a list.
      let text = JSON.string(value ?? "")
      switch parameters[name] {
      case .array(let values)?: parameters[name] = .array(values + [text])
      case let first? where RESTRoute.lists.contains(name):
        parameters[name] = .array([first, text])
      default: parameters[name] = text
      }
    }
    input = .object(parameters)
    let found =
      switch service {
      case .lambda: RESTRoute.lambda(request.method, segments)
      case .apiGateway: RESTRoute.apiGateway(request.method, segments)
      default: nil as Found?
      }
    guard let found else { return nil }
    operation = found.operation
    for (name, value) in found.names { input[name] = .string(value) }
    if service == .lambda {
      for name in RESTRoute.numbers {
        if let number = input[name]?.string.flatMap({ Int($0) }) { input[name] = JSON(number) }
      }
    }
    if operation == "Invoke" {
      takesPayload = true
      input["PayloadBytes"] = JSON(request.body.count)
      input["InvocationType"] = JSON(request.header("x-amz-invocation-type"))
      input["LogType"] = JSON(request.header("x-amz-log-type"))
      input["ClientContext"] = JSON(request.header("x-amz-client-context"))
    }
  }

  private typealias Found = (operation: String, names: [String: String])

  private static func lambda(_ method: String, _ path: [String]) -> Found? {
    if path.count == 3, path[0] == "2017-03-31", path[1] == "tags" {
      let operations = ["GET": "ListTags", "POST": "TagResource", "DELETE": "UntagResource"]
      return operations[method].map { ($0, ["Resource": path[2]]) }
    }
    guard path.count >= 2, path[1] == "functions" else { return nil }
    if path[0] == "2019-09-25" { return eventInvoke(method, path) }
    guard path[0] == "2015-03-31" else { return nil }
    switch (method, path.count, path.last) {
    case ("GET", 2, _): return ("ListFunctions", [:])
    case ("GET", 3, _): return ("GetFunction", ["FunctionName": path[2]])
    case ("GET", 4, "configuration"):
      return ("GetFunctionConfiguration", ["FunctionName": path[2]])
    case ("POST", 4, "invocations"): return ("Invoke", ["FunctionName": path[2]])
    case ("PUT", 4, "code"): return ("UpdateFunctionCode", ["FunctionName": path[2]])
    case ("PUT", 4, "configuration"):
      return ("UpdateFunctionConfiguration", ["FunctionName": path[2]])
    default: return nil
    }
  }

  private static func eventInvoke(_ method: String, _ path: [String]) -> Found? {
    guard path.count >= 4, path[3] == "event-invoke-config" else { return nil }
    let names = ["FunctionName": path[2]]
    if path.count == 5, path[4] == "list", method == "GET" {
      return ("ListFunctionEventInvokeConfigs", names)
    }
    guard path.count == 4 else { return nil }
    switch method {
    case "GET": return ("GetFunctionEventInvokeConfig", names)
    case "PUT": return ("PutFunctionEventInvokeConfig", names)
    case "POST": return ("UpdateFunctionEventInvokeConfig", names)
    case "DELETE": return ("DeleteFunctionEventInvokeConfig", names)
    default: return nil
    }
  }

  private static func apiGateway(_ method: String, _ path: [String]) -> Found? {
    guard method == "GET", let collection = path.first else { return nil }
    switch (collection, path.count) {
    case ("restapis", 1): return ("GetRestApis", [:])
    case ("restapis", 2): return ("GetRestApi", ["restApiId": path[1]])
    case ("restapis", 3) where path[2] == "stages": return ("GetStages", ["restApiId": path[1]])
    case ("restapis", 3) where path[2] == "resources":
      return ("GetResources", ["restApiId": path[1]])
    case ("restapis", 4) where path[2] == "stages":
      return ("GetStage", ["restApiId": path[1], "stageName": path[3]])
    case ("restapis", 3) where path[2] == "deployments":
      return ("GetDeployments", ["restApiId": path[1]])
    case ("restapis", 4) where path[2] == "deployments":
      return ("GetDeployment", ["restApiId": path[1], "deploymentId": path[3]])
    case ("restapis", 4...) where path[2] == "resources": return apiResource(path)
    case ("tags", 2): return ("GetTags", ["resourceArn": path[1]])
    case ("apikeys", 1): return ("GetApiKeys", [:])
    case ("apikeys", 2): return ("GetApiKey", ["apiKey": path[1]])
    case ("usageplans", 1): return ("GetUsagePlans", [:])
    case ("usageplans", 2): return ("GetUsagePlan", ["usagePlanId": path[1]])
    case ("usageplans", 3) where path[2] == "keys":
      return ("GetUsagePlanKeys", ["usagePlanId": path[1]])
    case ("usageplans", 4) where path[2] == "keys":
      return ("GetUsagePlanKey", ["usagePlanId": path[1], "keyId": path[3]])
    default: return nil
    }
  }

  /// What is below a resource of a REST API.
  private static func apiResource(_ path: [String]) -> Found? {
    var names = ["restApiId": path[1], "resourceId": path[3]]
    guard path.count > 4 else { return ("GetResource", names) }
    guard path.count > 5, path[4] == "methods" else { return nil }
    names["httpMethod"] = path[5]
    switch Array(path[6...]) {
    case []: return ("GetMethod", names)
    case ["integration"]: return ("GetIntegration", names)
    case let rest where rest.count == 2 && rest[0] == "responses":
      names["statusCode"] = rest[1]
      return ("GetMethodResponse", names)
    case let rest where rest.count == 3 && rest[0] == "integration" && rest[1] == "responses":
      names["statusCode"] = rest[2]
      return ("GetIntegrationResponse", names)
    default: return nil
    }
  }
}

internal import JSONValue

/// A method of a REST API, and what answers it, as API Gateway tells of them.
struct MethodDescription: Sendable {
  /// The HTTP method.
  let verb: String
  /// The id of the resource that has it.
  let resource: String
  /// The method as the template has it.
  let properties: JSON

  /// The method as `GetMethod` answers.
  var json: JSON {
    var members: JSONObject = [
      "httpMethod": .string(verb),
      "authorizationType": properties["AuthorizationType"] ?? "NONE",
      "apiKeyRequired": .bool(MethodDescription.isTrue(properties["ApiKeyRequired"])),
    ]
    members["operationName"] = properties["OperationName"]
    members["requestParameters"] = MethodDescription.flags(properties["RequestParameters"])
    if !responses.isEmpty { members["methodResponses"] = .object(responses) }
    members["methodIntegration"] = integration
    return .object(members)
  }

  /// What the method answers with, by status.
  var responses: JSONObject {
    byStatus(properties["MethodResponses"]) { response in
      var members: JSONObject = [:]
      members["responseParameters"] = MethodDescription.flags(response["ResponseParameters"])
      members["responseModels"] = response["ResponseModels"]
      return members
    }
  }

  /// What answers the method, as `GetIntegration` has it.
  var integration: JSON {
    let given = properties["Integration"] ?? [:]
    var members: JSONObject = ["type": given["Type"] ?? "MOCK"]
    members["httpMethod"] = given["IntegrationHttpMethod"]
    members["uri"] = given["Uri"]
    members["credentials"] = given["Credentials"]
    members["requestTemplates"] = given["RequestTemplates"]
    members["passthroughBehavior"] = given["PassthroughBehavior"] ?? "WHEN_NO_MATCH"
    members["contentHandling"] = given["ContentHandling"]
    members["timeoutInMillis"] =
      given["TimeoutInMillis"] ?? JSON(Int(RestGateway.integrationTimeout))
    members["cacheNamespace"] = .string(resource)
    members["cacheKeyParameters"] = []
    if !integrationResponses.isEmpty {
      members["integrationResponses"] = .object(integrationResponses)
    }
    return .object(members)
  }

  /// What the integration answers with, by status.
  var integrationResponses: JSONObject {
    byStatus(properties["Integration"]?["IntegrationResponses"]) { response in
      var members: JSONObject = [:]
      members["responseParameters"] = response["ResponseParameters"]
      members["responseTemplates"] = response["ResponseTemplates"]
      return members
    }
  }

  private func byStatus(_ list: JSON?, _ members: (JSON) -> JSONObject) -> JSONObject {
    JSONObject(
      (list?.array ?? []).map { response in
        let status = response["StatusCode"].map { $0.string ?? $0.text() } ?? ""
        let head: JSONObject = ["statusCode": .string(status)]
        return (status, .object(head.merging(members(response))))
      }
    )
  }

  /// A map of truth values, which templates also write as text.
  private static func flags(_ map: JSON?) -> JSON? {
    map?.object.map { members in .object(members.mapValues { .bool(isTrue($0)) }) }
  }

  private static func isTrue(_ value: JSON?) -> Bool {
    value?.bool ?? (value?.string == "true")
  }
}

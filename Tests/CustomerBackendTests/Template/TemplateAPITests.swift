import AWSWire
import CustomerBackend
import JSONValue
import Testing
import Yams

struct TemplateAPITests {
  private let template: TemplateDocument

  init() throws { template = try TemplateDocument() }

  /// A method's path, from its resource up to the root.
  private func path(of method: TemplateDocument.Resource) -> String {
    var parts: [String] = []
    var resource = template.resource(method["ResourceId"]?.text ?? "")
    while let present = resource {
      parts.insert(present["PathPart"]?.text ?? "", at: 0)
      resource = template.resource(present["ParentId"]?.text ?? "")
    }
    return "/" + parts.joined(separator: "/")
  }

  @Test func `the routes are those of the contract, and all but OPTIONS ask for the key`() {
    let routes = template.all("ApiGateway::Method").map { method in
      let route = "\(method["HttpMethod"]?.text ?? "") \(path(of: method))"
      return "\(route) \(method["ApiKeyRequired"]?.text == "true" ? "key" : "open")"
    }
    #expect(
      Set(routes) == [
        "GET /customers/{id} key", "PUT /customers/{id} key", "DELETE /customers/{id} key",
        "POST /workflow/submit key", "OPTIONS /customers/{id} open",
        "OPTIONS /workflow/submit open",
      ]
    )
  }

  @Test func `errors of the gateway carry the CORS headers that the functions' answers carry`()
    async
  {
    let run = await Run(.getCustomerID, Events.rest("GET", segment: ""))
    let expected = run.result?["headers"]?.object?.filter { $0.key != "Content-Type" } ?? []
    #expect(expected.count == 3)
    let responses = template.all("ApiGateway::GatewayResponse")
    #expect(
      responses.compactMap { $0["ResponseType"]?.text } == [
        "DEFAULT_4XX", "DEFAULT_5XX", "MISSING_AUTHENTICATION_TOKEN",
      ]
    )
    for response in responses {
      for (name, value) in expected {
        let header = response["ResponseParameters"]?[Node("gatewayresponse.header.\(name)")]?.text
        #expect(header == "'\(value.string ?? "")'", "\(response.name) \(name)")
      }
    }
    #expect(template.resource("NotFoundResponse")?["StatusCode"]?.text == "404")
  }

  @Test func `OPTIONS answers by itself with the CORS headers`() {
    let methods = template.all("ApiGateway::Method")
      .filter { $0["HttpMethod"]?.text == "OPTIONS" }
    for method in methods {
      #expect(method["Integration"]?["Type"]?.text == "MOCK")
      let response = method["Integration"]?["IntegrationResponses"]?[0]
      #expect(response?["StatusCode"]?.text == "200")
      #expect(response?["ResponseParameters"]?.mapping?.count == 3)
    }
  }

  @Test func `the key is worth something through the usage plan`() throws {
    let link = try #require(template.resource("ApiUsagePlanKey"))
    #expect(link["KeyId"]?.text == "ApiKey")
    #expect(link["UsagePlanId"]?.text == "ApiUsagePlan")
    let plan = try #require(template.resource("ApiUsagePlan"))
    #expect(plan["ApiStages"]?[0]?["Stage"]?.text == "ProdStage")
    #expect(plan["Throttle"]?["RateLimit"]?.text == "ApiRateLimit")
    #expect(plan["Throttle"]?["BurstLimit"]?.text == "ApiBurstLimit")
  }

  @Test func `the deployment has a new name whenever the API changes`() throws {
    let lines = BackendTemplate.yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "  # The REST API"))
    let end = try #require(
      lines.firstIndex { $0.hasPrefix("  # A deployment is a snapshot") }
    )
    let text = lines[start..<end].map { "\($0)\n" }.joined()
    let digits = Digest.sha256Hex(text.utf8).prefix(8)
    let deployment = try #require(template.all("ApiGateway::Deployment").first)
    #expect(
      deployment.name == "ApiDeployment\(digits)",
      "the API has changed: put ApiDeployment\(digits) in both places in template.yaml"
    )
    let stage = try #require(template.resource("ProdStage"))
    #expect(stage["DeploymentId"]?.text == deployment.name)
  }

  @Test func `a deployment waits for all that it is a snapshot of`() throws {
    let deployment = try #require(template.all("ApiGateway::Deployment").first)
    let parts = (template.all("ApiGateway::Method") + template.all("ApiGateway::GatewayResponse"))
      .map(\.name)
    #expect(Set(deployment.node["DependsOn"]?.texts ?? []) == Set(parts))
  }
}

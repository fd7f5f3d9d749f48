import AWSWire
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

/// The management operations of API Gateway over the wire, as `aws apigateway` asks for them.
struct APIGatewayServiceTests {
  private let folder = ScratchFolder()

  private func asking(
    _ body: ((_ path: String) async throws -> RawClient.Answer) async throws -> Void
  ) async throws {
    let handle = try await LocalCloudHost.open(
      LocalCloudOptions(folder: folder.path, clock: SystemWallClock(), logger: quiet),
      plan: .echoing()
    )
    try await body { path in
      let request = signed(
        "GET",
        path,
        service: "apigateway",
        date: SystemWallClock().now,
        credentials: handle.credentials,
        host: "127.0.0.1:\(handle.port)"
      )
      return try #require(
        await RawClient(port: handle.port).send(
          "GET",
          path,
          headers: request.headers.map { ($0.name, $0.value) }
        )
      )
    }
    await handle.close()
  }

  @Test func `Keys are found by the beginning of their names, with the stages they open`()
    async throws
  {
    try await asking { ask in
      let all = try await ask("/apikeys?includeValues=true").json["item"]
      #expect(all?.array?.count == 1)
      let api = try #require(try await ask("/restapis").json["item"]?[0]?["id"]?.string)
      #expect(all?[0]?["stageKeys"] == [.string("\(api)/prod")])
      #expect(all?[0]?["value"] != nil)
      #expect(try await ask("/apikeys?name=thi").json["item"]?.array?.count == 1)
      #expect(try await ask("/apikeys?name=other").json["item"] == [])
    }
  }

  @Test func `A usage plan's keys are listed, and an unknown plan is not found`() async throws {
    try await asking { ask in
      let plan = try #require(try await ask("/usageplans").json["item"]?[0]?["id"]?.string)
      let keys = try await ask("/usageplans/\(plan)/keys").json["item"]
      let key = try #require(keys?[0]?["id"]?.string)
      #expect(keys?[0]?["type"] == "API_KEY")
      #expect(try await ask("/usageplans/\(plan)/keys/\(key)").json["name"] == "things")
      #expect(try await ask("/usageplans?keyId=\(key)").json["item"]?.array?.count == 1)
      #expect(try await ask("/usageplans?keyId=none").json["item"] == [])
      let lost = try await ask("/usageplans/none/keys")
      #expect(lost.status == 404)
      #expect(lost.headers["x-amzn-errortype"] == "NotFoundException")
    }
  }

  @Test func `Collections come in pages`() async throws {
    try await asking { ask in
      let api = try #require(try await ask("/restapis").json["item"]?[0]?["id"]?.string)
      let all = try await ask("/restapis/\(api)/resources").json["item"]?.array ?? []
      #expect(all.count == 3)
      var (found, path): ([JSON], String?) = ([], "/restapis/\(api)/resources?limit=2")
      while let next = path {
        let page = try await ask(next).json
        found += page["item"]?.array ?? []
        path = page["position"]?.string.map { "/restapis/\(api)/resources?limit=2&position=\($0)" }
      }
      #expect(found == all)
      #expect(try await ask("/restapis?limit=0").status == 400)
      let lost = try await ask("/restapis/none")
      #expect(lost.json["message"] == "Invalid API identifier specified 000000000000:none")
    }
  }

  @Test func `Methods, integrations and deployments are told as the template has them`()
    async throws
  {
    try await asking { ask in
      let api = try #require(try await ask("/restapis").json["item"]?[0]?["id"]?.string)
      let base = "/restapis/\(api)"
      let resources = try await ask("\(base)/resources?embed=methods").json["item"]?.array ?? []
      let thing = try #require(resources.first { $0["path"] == "/things/{id}" })
      let path = "\(base)/resources/\(thing["id"]?.string ?? "")/methods"
      let method = try await ask("\(path)/GET").json
      #expect(thing["resourceMethods"]?["GET"] == method)
      #expect(method["apiKeyRequired"] == true && method["authorizationType"] == "NONE")
      #expect(method["methodIntegration"]?["timeoutInMillis"] == 29_000)
      let integration = try await ask("\(path)/OPTIONS/integration").json
      #expect(integration["type"] == "MOCK" && integration["cacheNamespace"] == thing["id"])
      let response = try await ask("\(path)/OPTIONS/integration/responses/200").json
      #expect(integration["integrationResponses"]?["200"] == response)
      #expect(
        response["responseParameters"]
          == ["method.response.header.Access-Control-Allow-Origin": "'*'"]
      )
      #expect(try await ask("\(path)/OPTIONS/integration/responses/404").status == 404)
      #expect(try await ask("\(path)/PUT").json["message"] == "Invalid Method identifier specified")
      let deployment = try #require(try await ask("\(base)/deployments").json["item"]?[0])
      let id = deployment["id"]?.string ?? ""
      #expect(deployment["createdDate"]?.double.map { $0 > 1_700_000_000 } == true)
      let whole = try await ask("\(base)/deployments/\(id)?embed=apisummary").json
      #expect(whole["apiSummary"]?["/things/{id}"]?["GET"]?["apiKeyRequired"] == true)
      #expect(try await ask("\(base)/deployments/none").status == 404)
    }
  }

  @Test func `Stages and tags are told as the template has them`() async throws {
    try await asking { ask in
      let api = try #require(try await ask("/restapis").json["item"]?[0])
      let id = api["id"]?.string ?? ""
      #expect(api["endpointConfiguration"]?["types"] == ["EDGE"])
      #expect(api["tags"] == ["team": "things"])
      let stage = try await ask("/restapis/\(id)/stages/prod").json
      #expect(stage["accessLogSettings"]?["destinationArn"]?.string?.contains("things-api") == true)
      #expect(stage["cacheClusterStatus"] == "NOT_AVAILABLE")
      func tags(_ path: String) async throws -> JSON? {
        let arn = "arn%3Aaws%3Aapigateway%3Aeu-central-1%3A%3A%2F"
        return try await ask("/tags/\(arn)\(path.replacing("/", with: "%2F"))").json
      }
      #expect(try await tags("restapis/\(id)") == ["tags": ["team": "things"]])
      #expect(try await tags("restapis/\(id)/stages/prod") == ["tags": [:]])
      #expect(try await tags("restapis/none")?["tags"] == nil)
      let lost = try await ask("/restapis/\(id)/stages/none").json
      #expect(lost["message"] == "Invalid stage identifier specified")
    }
  }

  @Test func `What was made stays as old as it is over restarts`() async throws {
    let first = Mutex<JSON?>(nil)
    try await asking { ask in
      let stage = try await ask("/restapis").json["item"]?[0]
      first.withLock { $0 = stage }
    }
    try await asking { ask in
      let stage = try await ask("/restapis").json["item"]?[0]
      #expect(stage?["createdDate"] == first.withLock { $0?["createdDate"] })
    }
  }
}

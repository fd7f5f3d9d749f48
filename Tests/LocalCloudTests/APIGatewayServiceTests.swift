import AWSWire
import JSONValue
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
}

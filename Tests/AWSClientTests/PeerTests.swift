import AWSWire
import Glibc
import JSONValue
import Testing

@testable import AWSClient

/// Calls to a stand-in for AWS that somebody else wrote, behind a check of every signature.
///
/// They run where `ROLLCALL_PEER_URL` names such a check, in strict mode and before moto_server, with
/// the key pair of AWS's own examples.
struct PeerTests {
  private static let url = getenv("ROLLCALL_PEER_URL").map { String(cString: $0) }

  private func client() throws -> AWSClient {
    AWSClient(
      AWSClient.Configuration(
        region: "eu-central-1",
        endpoints: try EndpointRules(
          region: "eu-central-1",
          forAll: try Endpoint(try #require(Self.url), source: "test")
        ),
        credentials: .fixed(
          AWSCredentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
          )
        )
      ),
      http: HTTPClient()
    )
  }

  @Test(.enabled(if: url != nil)) func `every signature is accepted`() async throws {
    let client = try client()
    _ = try? await client.call(
      AWSCall(
        .dynamoDB,
        "CreateTable",
        [
          "TableName": "peer_ids", "BillingMode": "PAY_PER_REQUEST",
          "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
          "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
        ]
      )
    )
    for id in ["plain", "é🙂", "a/b%2F+ c", String(repeating: "x", count: 2000)] {
      let key: JSON = ["id": ["S": .string(id)]]
      _ = try await client.call(
        AWSCall(.dynamoDB, "PutItem", ["TableName": "peer_ids", "Item": key])
      )
      let answer = try await client.call(
        AWSCall(.dynamoDB, "GetItem", ["TableName": "peer_ids", "Key": key])
      )
      #expect(answer["Item"] == key)
    }
    let reads: [AWSCall] = [
      AWSCall(.states, "ListStateMachines", [:]), AWSCall(.logs, "DescribeLogGroups", [:]),
      AWSCall(.cloudWatch, "DescribeAlarms", [:]), AWSCall(.events, "ListRules", [:]),
    ]
    for call in reads { #expect(try await client.call(call).object != nil) }
    let error = await #expect(throws: AWSError.self) {
      try await client.call(AWSCall(.dynamoDB, "GetItem", ["TableName": "none", "Key": [:]]))
    }
    #expect(error?.code == "ResourceNotFoundException")
    // The stand-in does not know this route, but checks its signature all the same.
    _ = try? await client.request(
      method: "DELETE",
      path: "/_rollcall/a%20b:c/../x?z=1&a=%2F&a",
      body: nil
    )
    let stats = try await HTTPClient().send(
      HTTPRequest(
        method: "GET",
        url: "\(try #require(Self.url))/__verify/stats",
        isRepeatable: true
      )
    )
    #expect(try JSON(parsing: stats.body)["bad"] == 0)
  }
}

import AWSWire
import Testing

@testable import AWSClient

struct S3BucketTests {
  private func bucket(_ sender: ScriptedSender, region: String = "eu-central-1") throws -> S3Bucket
  {
    S3Bucket(
      "rollcall-1-r",
      owner: "123456789012",
      region: region,
      client: AWSClient(
        AWSClient.Configuration(
          region: region,
          endpoints: try EndpointRules(
            region: region,
            forAll: try Endpoint("http://127.0.0.1:4566", source: "test")
          ),
          credentials: .fixed(AWSCredentials(accessKeyID: "AKID", secretAccessKey: "s"))
        ),
        http: sender,
        clock: StillClock(),
        pacer: SteppedPacer()
      )
    )
  }

  @Test func `the body's hash, its checksum and the owner are sent and signed`() async throws {
    let sender = ScriptedSender { _, _ in .json(200, "") }
    try await bucket(sender).put("functions/a+b.zip", Array("abc".utf8), contentType: "text/x")
    let request = try #require(sender.requests.first)
    #expect(request.method == "PUT")
    #expect(request.url == "http://127.0.0.1:4566/rollcall-1-r/functions/a%2Bb.zip")
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(request.headers["x-amz-content-sha256"] == hash)
    #expect(
      request.headers["x-amz-checksum-sha256"] == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
    )
    #expect(request.headers["x-amz-expected-bucket-owner"] == "123456789012")
    #expect(request.timeouts.total == nil && request.timeouts.idle == .seconds(30))
    #expect(
      request.headers["authorization"]?.contains(
        "SignedHeaders=content-type;host;x-amz-checksum-sha256;x-amz-content-sha256;x-amz-date;"
          + "x-amz-expected-bucket-owner,"
      ) == true
    )
  }

  @Test func `a bucket that is missing is told from one that is somebody else's`() async throws {
    let missing = ScriptedSender { _, _ in .json(404, "") }
    #expect(try await !bucket(missing).exists())
    let foreign = ScriptedSender { _, _ in .json(403, "") }
    let error = await #expect(throws: AWSError.self) { try await bucket(foreign).exists() }
    #expect(error?.kind == .denied && error?.status == 403)
  }

  @Test(arguments: [("us-east-1", false), ("eu-central-1", true)])
  func `a bucket names its region but in the oldest one`(region: String, isNamed: Bool) async throws
  {
    let sender = ScriptedSender { _, _ in .json(200, "") }
    try await bucket(sender, region: region).create()
    let body = String(decoding: sender.requests[0].body, as: UTF8.self)
    #expect(body.contains("<LocationConstraint>\(region)</LocationConstraint>") == isNamed)
  }

  @Test func `all pages of keys are read`() async throws {
    let sender = ScriptedSender { request, _ in
      request.url.contains("continuation-token=t%2F1")
        ? .json(200, "<ListBucketResult><Contents><Key>b</Key></Contents></ListBucketResult>")
        : .json(
          200,
          "<ListBucketResult><Contents><Key>a&amp;</Key></Contents>"
            + "<NextContinuationToken>t/1</NextContinuationToken></ListBucketResult>"
        )
    }
    #expect(try await bucket(sender).keys() == ["a&", "b"])
  }

  @Test(
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]
  )
  func `base 64 is as RFC 4648 shows it`(text: String, encoded: String) {
    #expect(Base64.text(Array(text.utf8)) == encoded)
  }
}

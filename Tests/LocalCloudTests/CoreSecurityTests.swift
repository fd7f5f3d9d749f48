import AWSWire
import Glibc
import JSONValue
import NIOHTTP1
import Testing

@testable import LocalCloud

struct CoreSecurityTests {
  private let keys = AWSCredentials(accessKeyID: "LOCALKEY", secretAccessKey: "secret")
  private let now = Instant(milliseconds: 1_770_000_000_000)
  private var check: SignatureCheck { SignatureCheck(credentials: keys, region: "eu-central-1") }

  private func request(
    service: String = "dynamodb",
    region: String = "eu-central-1",
    offset: Int64 = 0,
    credentials: AWSCredentials? = nil
  ) -> WebRequest {
    signed(
      headers: [("x-amz-target", "DynamoDB_20120810.GetItem")],
      body: Array("{}".utf8),
      service: service,
      region: region,
      date: now + offset,
      credentials: credentials ?? keys
    )
  }

  private func code(_ request: WebRequest) -> String {
    do {
      _ = try check.caller(of: request, now: now)
      return "accepted"
    } catch {
      return (error as? CloudError)?.code ?? "\(error)"
    }
  }

  @Test func `Secrets of functions say nothing of the ids that everybody sees`() {
    func made() -> AWSCredentials {
      var same = SameNumbers()
      let caller = FunctionCaller(
        function: "f",
        role: "r",
        policy: .nothing,
        identity: CloudIdentity(region: "eu-central-1")
      )
      return KeyRing(owner: keys).admit(caller, RandomIdentifiers(from: &same))
    }
    let (one, other) = (made(), made())
    #expect(one.accessKeyID == other.accessKeyID)
    #expect(one.secretAccessKey != other.secretAccessKey)
    #expect(one.sessionToken != other.sessionToken)
  }

  /// A generator of which anybody knows all numbers.
  private struct SameNumbers: RandomNumberGenerator {
    func next() -> UInt64 { 7 }
  }

  @Test func `A good signature names its service`() throws {
    let caller = try check.caller(of: request(), now: now)
    #expect(caller == SignatureCheck.Caller(accessKeyID: "LOCALKEY", service: .dynamoDB))
  }

  @Test(arguments: [
    ("no authorization", "MissingAuthenticationTokenException"),
    ("garbled authorization", "IncompleteSignatureException"),
    ("other algorithm", "IncompleteSignatureException"),
    ("body", "InvalidSignatureException"), ("target", "InvalidSignatureException"),
    ("header", "InvalidSignatureException"), ("method", "InvalidSignatureException"),
    ("signature", "InvalidSignatureException"), ("host", "InvalidSignatureException"),
    ("content hash", "InvalidSignatureException"), ("no date", "IncompleteSignatureException"),
  ])
  func `A request that was tampered with is refused`(what: String, expected: String) {
    var request = request()
    switch what {
    case "no authorization": request.headers.remove(name: "authorization")
    case "garbled authorization":
      request.headers.replaceOrAdd(name: "authorization", value: "AWS4-HMAC-SHA256 x")
    case "other algorithm": request.headers.replaceOrAdd(name: "authorization", value: "Basic eA==")
    case "body": request.body = Array("{ }".utf8)
    case "target":
      request = WebRequest(
        method: request.method,
        target: "/?a=b",
        headers: request.headers,
        body: request.body
      )
    case "header":
      request.headers.replaceOrAdd(name: "x-amz-target", value: "DynamoDB_20120810.PutItem")
    case "method": request.method = "PUT"
    case "signature":
      let value = request.header("authorization") ?? ""
      request.headers.replaceOrAdd(
        name: "authorization",
        value: value.dropLast() + (value.hasSuffix("0") ? "1" : "0")
      )
    case "host": request.headers.replaceOrAdd(name: "host", value: "localhost")
    case "content hash": request.headers.add(name: "x-amz-content-sha256", value: "00")
    case "no date": request.headers.remove(name: "x-amz-date")
    default: Issue.record("unknown case \(what)")
    }
    #expect(code(request) == expected)
  }

  @Test func `Scope, key and date must fit`() {
    #expect(code(request(region: "us-east-1")) == "InvalidSignatureException")
    #expect(code(request(service: "s3")) == "UnknownOperationException")
    let other = AWSCredentials(accessKeyID: "OTHER", secretAccessKey: "secret")
    #expect(code(request(credentials: other)) == "UnrecognizedClientException")
    let wrong = AWSCredentials(accessKeyID: "LOCALKEY", secretAccessKey: "guess")
    #expect(code(request(credentials: wrong)) == "InvalidSignatureException")
    #expect(code(request(offset: -299_000)) == "accepted")
    #expect(code(request(offset: 299_000)) == "accepted")
    #expect(code(request(offset: -302_000)) == "InvalidSignatureException")
    #expect(code(request(offset: 302_000)) == "InvalidSignatureException")
  }

  @Test(arguments: [
    ("127.0.0.1:4566", true), ("localhost", true), ("LOCALHOST:1", true), ("[::1]:80", true),
    ("127.1.2.3", true), ("x.localhost:9", true), ("evil.example", false), ("", false),
    ("127.0.0.1.evil.example", false), ("localhost.evil.example", false), ("10.0.0.1", false),
    ("localhost:port", false), ("[::2]", false),
  ])
  func `Only loopback names are hosts`(host: String, isLoopback: Bool) {
    #expect(LoopbackHost.isLoopback(host) == isLoopback)
  }

  @Test func `Keys are made once, private, and read back`() throws {
    let folder = ScratchFolder()
    let made = try CloudKeys(atPath: folder.path + "/credentials.json")
    #expect(try CloudKeys(atPath: folder.path + "/credentials.json") == made)
    #expect(made.credentials.accessKeyID.count == 20)
    #expect(made.apiKey.count == 40)
    #expect(permissions(folder.path + "/credentials.json") == 0o600)
  }
}

private func permissions(_ path: String) -> Int {
  var status = stat()
  stat(path, &status)
  return Int(status.st_mode & 0o777)
}

extension SignatureCheck {
  /// Checks signatures made with `credentials` alone.
  init(credentials: AWSCredentials, region: String) {
    self.init(ring: KeyRing(owner: credentials), region: region)
  }
}

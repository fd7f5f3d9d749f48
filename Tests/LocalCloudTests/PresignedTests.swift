import AWSWire
import JSONValue
import NIOHTTP1
import Testing

@testable import LocalCloud

@Suite struct `Presigned URLs` {
  private let keys = AWSCredentials(accessKeyID: "LOCALKEY", secretAccessKey: "secret")
  private let now = Instant(milliseconds: 1_770_000_000_000)
  private var check: SignatureCheck { SignatureCheck(credentials: keys, region: "eu-central-1") }

  /// A URL for an operation, signed `age` milliseconds ago.
  private func presigned(
    _ query: String,
    age: Int64 = 0,
    expires: String? = "600",
    method: String = "GET",
    path: String = "/",
    service: String = "sts",
    change: (String) -> String = { $0 }
  ) -> WebRequest {
    let date = (now + -age).basicISO8601
    let scope = "\(date.prefix(8))/eu-central-1/\(service)/aws4_request"
    var all = query.isEmpty ? [] : [query]
    all += [
      "X-Amz-Algorithm=AWS4-HMAC-SHA256",
      "X-Amz-Credential=" + PercentEncoding.encode("LOCALKEY/\(scope)"), "X-Amz-Date=\(date)",
      "X-Amz-SignedHeaders=host",
    ]
    if let expires { all.append("X-Amz-Expires=\(expires)") }
    let target = "\(path)?\(all.joined(separator: "&"))"
    let signature = SignatureV4(region: "eu-central-1", service: service).sign(
      method: method,
      target: target,
      headers: [("host", "127.0.0.1:4566")],
      payloadHash: Digest.sha256Hex([]),
      date: date,
      credentials: keys
    )
    return WebRequest(
      method: method,
      target: change("\(target)&X-Amz-Signature=\(signature.signature)"),
      headers: ["host": "127.0.0.1:4566"]
    )
  }

  private func refusal(_ request: WebRequest) -> String? {
    do {
      _ = try check.caller(of: request, now: now)
      return nil
    } catch {
      return (error as? CloudError)?.message ?? "\(error)"
    }
  }

  @Test func `a URL is as good as a signed request, for as long as it says`() throws {
    #expect(refusal(presigned("Action=GetCallerIdentity&Version=2011-06-15")) == nil)
    #expect(refusal(presigned("a=1", age: 600_000)) == nil)
    #expect(
      refusal(presigned("a=1", age: 601_000))
        == "Signature expired: 20260202T022959Z is now earlier than 20260202T023000Z "
        + "(20260202T024000Z - 10 min.)"
    )
    #expect(refusal(presigned("a=1", age: 604_800_000, expires: "604800")) == nil)
    #expect(
      refusal(presigned("a=1", age: 301_000, expires: nil))?.hasPrefix("Signature exp") == true
    )
    #expect(
      refusal(presigned("a=1", age: -301_000))?.hasPrefix("Signature not yet current") == true
    )
  }

  @Test(arguments: ["0", "604801", "soon", "-1"])
  func `a lifetime that cannot be is refused`(expires: String) {
    #expect(refusal(presigned("a=1", expires: expires))?.hasPrefix("X-Amz-Expires must be") == true)
  }

  @Test func `a URL that was changed is refused`() {
    let changes: [(String, String)] = [
      ("a=1", "a=2"), ("X-Amz-Expires=600", "X-Amz-Expires=601"), ("&a=1", ""),
      ("X-Amz-Signature=", "b=3&X-Amz-Signature="),
    ]
    for (old, new) in changes {
      let request = presigned("x=0&a=1") { $0.replacing(old, with: new) }
      #expect(refusal(request)?.hasPrefix("The request signature we calculated") == true, "\(new)")
    }
    #expect(
      refusal(presigned("a=1") { $0.replacing("X-Amz-SignedHeaders=host&", with: "") })
        == "AWS query-string parameters must include 'X-Amz-SignedHeaders'. Re-examine the "
        + "query-string parameters."
    )
  }

  @Test func `a URL whose target header is not signed is refused`() {
    var request = presigned("", method: "POST", service: "dynamodb")
    request.headers.add(name: "x-amz-target", value: "DynamoDB_20120810.DeleteTable")
    #expect(
      refusal(request) == "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization."
    )
  }

  @Test func `two signatures are one too many`() {
    var request = presigned("a=1")
    request.headers.add(name: "authorization", value: "AWS4-HMAC-SHA256 x")
    #expect(refusal(request)?.hasPrefix("Found both") == true)
  }

  @Test func `an action in the query is an operation of the query protocol`() throws {
    let request = presigned(
      "Action=ListMetrics&Version=2010-08-01&Namespace=AWS%2FLambda&Dimensions.member.1.Name=a",
      service: "monitoring"
    )
    let wire = try WireRequest(request, signedFor: .cloudWatch)
    #expect(wire.operation == "ListMetrics")
    #expect(wire.input == ["Namespace": "AWS/Lambda", "Dimensions": [["Name": "a"]]])
    #expect(wire.dialect == .query)
    let rest = try WireRequest(
      presigned("MaxItems=5", path: "/2015-03-31/functions", service: "lambda"),
      signedFor: .lambda
    )
    #expect(rest.operation == "ListFunctions" && rest.input == ["MaxItems": 5])
  }
}

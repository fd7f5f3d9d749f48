import AWSWire
import Glibc
import JSONValue
import Testing

/// The published vectors of AWS's own test suites, read from beside the project where they are.
struct SignatureV4VectorTests {
  private static let vectors: JSON? = {
    var folder = #filePath[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      for place in ["/shared", "/../shared"] {
        if let text = read(folder + place + "/conformance/sigv4-vectors.json") {
          return try? JSON(parsing: text)
        }
      }
    }
    return nil
  }()

  private static func read(_ path: some StringProtocol) -> [UInt8]? {
    guard let file = fopen(String(path), "r") else { return nil }
    defer { fclose(file) }
    var (bytes, block) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block[..<count]
    }
    return bytes
  }

  /// A request in the vectors' text form.
  private struct Request {
    var method = ""
    var target = ""
    var headers: [(name: String, value: String)] = []
    var body = ""

    init(_ text: String) {
      let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
      let end = parts.firstIndex(of: "") ?? parts.endIndex
      body = parts[end...].dropFirst().joined(separator: "\n")
      let first = parts[0]
      method = String(first.prefix { $0 != " " })
      target = String(first.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count))
      for line in parts[1..<end] {
        if line.hasPrefix(" ") || line.hasPrefix("\t") {
          headers[headers.count - 1].value += " " + line
        } else if let colon = line.firstIndex(of: ":") {
          headers.append((String(line[..<colon]), String(line[line.index(after: colon)...])))
        }
      }
    }
  }

  @Test(.enabled(if: vectors != nil))
  func `all vectors of the C library's suite come out`() throws {
    let list = try #require(Self.vectors?["aws_c_auth"]?.array)
    #expect(!list.isEmpty)
    for vector in list {
      let context = try #require(vector["context"])
      let credentials = AWSCredentials(
        accessKeyID: try #require(context["credentials"]?["access_key_id"]?.string),
        secretAccessKey: try #require(context["credentials"]?["secret_access_key"]?.string)
      )
      try check(
        Request(try #require(vector["header_signed_request"]?.string)),
        context: context,
        credentials: credentials,
        canonical: try #require(vector["header_canonical_request"]?.string),
        signature: try #require(vector["header_signature"]?.string),
        name: vector["name"]?.string ?? ""
      )
    }
  }

  @Test(.enabled(if: vectors != nil))
  func `all vectors of the Python library's suite come out`() throws {
    let list = try #require(Self.vectors?["aws4_testsuite"]?.array)
    #expect(!list.isEmpty)
    let credentials = AWSCredentials(
      accessKeyID: "AKIDEXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    )
    for vector in list {
      let signed = Request(try #require(vector["sreq"]?.string))
      let authorization = try #require(vector["authz"]?.string)
      try check(
        signed,
        context: [
          "region": "us-east-1", "service": "service", "timestamp": "2015-08-30T12:36:00Z",
        ],
        credentials: credentials,
        canonical: try #require(vector["creq"]?.string),
        signature: String(authorization.suffix(64)),
        name: vector["name"]?.string ?? ""
      )
    }
  }

  @Test func `a key that was made before signs alike`() {
    let signer = SignatureV4(region: "eu-central-1", service: "dynamodb")
    let date = "20260102T030405Z"
    let headers = [(name: "host", value: "h"), (name: "x-amz-date", value: date)]
    let pair = AWSCredentials(accessKeyID: "AK", secretAccessKey: "secret")
    let afresh = signer.sign(
      method: "POST",
      target: "/",
      headers: headers,
      payloadHash: Digest.sha256Hex([]),
      date: date,
      credentials: pair
    )
    let again = signer.sign(
      method: "POST",
      target: "/",
      headers: headers,
      payloadHash: Digest.sha256Hex([]),
      date: date,
      accessKeyID: "AK",
      key: signer.signingKey(secret: "secret", day: "20260102")
    )
    #expect(again == afresh)
  }

  private func check(
    _ request: Request,
    context: JSON,
    credentials: AWSCredentials,
    canonical: String,
    signature: String,
    name: String
  ) throws {
    let lines = canonical.split(separator: "\n", omittingEmptySubsequences: false)
    let names = Set(lines[lines.count - 2].split(separator: ";").map(String.init))
    let signer = SignatureV4(
      region: context["region"]?.string ?? "",
      service: context["service"]?.string ?? "",
      normalizesPath: context["normalize"]?.bool ?? true
    )
    let date = try #require(context["timestamp"]?.string.flatMap { Instant(iso8601: $0) })
    let signed = signer.sign(
      method: request.method,
      target: request.target,
      headers: request.headers.filter { names.contains($0.name.lowercased()) },
      payloadHash: String(lines[lines.count - 1]),
      date: date.basicISO8601,
      credentials: credentials
    )
    #expect(signed.canonicalRequest == canonical, "\(name)")
    #expect(signed.signature == signature, "\(name)")
  }
}

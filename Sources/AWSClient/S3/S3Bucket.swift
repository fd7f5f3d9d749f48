internal import AWSWire

/// One S3 bucket, and the few operations on it that deploying needs.
///
/// Each request names the account that must own the bucket: its name can be guessed, and another
/// account may have made it first.
package struct S3Bucket: Sendable {
  /// The bucket's name.
  package let name: String
  private let owner: String
  private let region: String
  private let client: AWSClient

  /// Names a bucket; nothing is sent.
  package init(_ name: String, owner: String, region: String, client: AWSClient) {
    self.name = name
    self.owner = owner
    self.region = region
    self.client = client
  }

  /// Whether the bucket is there and the owner's.
  ///
  /// - Throws: `AWSError`, of kind `denied` where it is somebody else's; `CancellationError`.
  package func exists() async throws -> Bool {
    try await isThere(Request("HeadBucket", "HEAD"))
  }

  /// Makes the bucket.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func create() async throws {
    var request = Request("CreateBucket", "PUT")
    request.isForOwnerOnly = false
    if region != "us-east-1" {
      request.body = Array(
        ("<CreateBucketConfiguration xmlns=\"\(Self.namespace)\"><LocationConstraint>\(region)"
          + "</LocationConstraint></CreateBucketConfiguration>").utf8
      )
    }
    do {
      _ = try await send(request)
    } catch let error as AWSError where error.code == "BucketAlreadyOwnedByYou" {
      // Another deployment was faster.
    }
  }

  /// Closes the bucket to everybody but its owner, and has what is in it encrypted.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func makePrivate() async throws {
    let settings = [
      (
        "PutPublicAccessBlock", "?publicAccessBlock", "PublicAccessBlockConfiguration",
        "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>"
          + "<BlockPublicPolicy>true</BlockPublicPolicy>"
          + "<RestrictPublicBuckets>true</RestrictPublicBuckets>"
      ),
      (
        "PutBucketOwnershipControls", "?ownershipControls", "OwnershipControls",
        "<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>"
      ),
      (
        "PutBucketEncryption", "?encryption", "ServerSideEncryptionConfiguration",
        "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
          + "</ApplyServerSideEncryptionByDefault></Rule>"
      ),
    ]
    for (operation, query, root, content) in settings {
      var request = Request(operation, "PUT", query: query)
      request.body = Array("<\(root) xmlns=\"\(Self.namespace)\">\(content)</\(root)>".utf8)
      _ = try await send(request)
    }
  }

  /// Whether an object is there.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func holds(_ key: String) async throws -> Bool {
    try await isThere(Request("HeadObject", "HEAD", key: key))
  }

  /// Puts an object into the bucket.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func put(_ key: String, _ bytes: [UInt8], contentType: String) async throws {
    var request = Request("PutObject", "PUT", key: key)
    request.body = bytes
    request.contentType = contentType
    // A slow line may take minutes; one that stands still is given up.
    request.timeouts = HTTPRequest.Timeouts(total: nil, idle: .seconds(30))
    _ = try await send(request)
  }

  /// The keys of all objects.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func keys() async throws -> [String] {
    var keys: [String] = []
    var token: String?
    repeat {
      let more = token.map { "&continuation-token=\(PercentEncoding.encode($0))" } ?? ""
      let request = Request("ListObjectsV2", "GET", query: "?list-type=2\(more)")
      let page = try await send(request)
      guard let root = try? XMLElement(parsing: page.body) else {
        throw ErrorReader.unreadable(page, why: "not XML", operation: "s3 ListObjectsV2")
      }
      keys += root.children.filter { $0.name == "Contents" }.compactMap { $0.text(of: "Key") }
      let next = root.text(of: "NextContinuationToken")
      token = next == token ? nil : next
    } while token != nil
    return keys
  }

  /// Takes an object out of the bucket; one that is not there is no error.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func delete(_ key: String) async throws {
    _ = try await send(Request("DeleteObject", "DELETE", key: key))
  }

  /// Removes the bucket, which has to be empty.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func remove() async throws {
    _ = try await send(Request("DeleteBucket", "DELETE"))
  }

  private static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

  private struct Request {
    let operation: String
    let method: String
    let key: String
    let query: String
    var body: [UInt8] = []
    var contentType = "application/xml"
    var isForOwnerOnly = true
    var timeouts: HTTPRequest.Timeouts?

    init(_ operation: String, _ method: String, key: String = "", query: String = "") {
      self.operation = operation
      self.method = method
      self.key = key
      self.query = query
    }
  }

  private func isThere(_ request: Request) async throws -> Bool {
    do {
      _ = try await send(request)
      return true
    } catch let error as AWSError where error.status == 404 {
      return false
    }
  }

  private func send(_ request: Request) async throws -> HTTPResponse {
    var headers: HTTPHeaders = []
    if request.isForOwnerOnly { headers["x-amz-expected-bucket-owner"] = owner }
    if !request.body.isEmpty {
      headers["content-type"] = request.contentType
      // Changes of settings are refused without a checksum.
      headers["x-amz-checksum-sha256"] = Base64.text(Digest.sha256(request.body))
    }
    let key =
      request.key.isEmpty ? "" : "/\(PercentEncoding.encode(request.key, keepingSlash: true))"
    return try await client.exchange(
      AWSClient.Exchange(
        operation: "s3 \(request.operation)",
        service: AWSService.s3.signingName,
        endpoint: client.configuration.endpoints.endpoint(for: .s3),
        method: request.method,
        path: "/\(name)\(key)\(request.query)",
        headers: headers,
        body: request.body,
        // All of them can be done twice: what is there the second time is what was wanted.
        isRepeatable: true,
        timeouts: request.timeouts
      )
    ) { response throws(AWSClient.Unreadable) in response }
  }
}

internal import AWSClient
internal import AWSWire
internal import JSONValue

/// The bucket, and the key at the end.
extension DeploymentRun {
  /// The largest template that a call itself may carry, in bytes (CloudFormation's quotas).
  private static let largestTemplateInACall = 51_200

  /// The bucket for the functions' code.
  var bucketName: String {
    Artifact.bucket(account: identity.account, region: surroundings.region)
  }

  private var bucket: S3Bucket {
    S3Bucket(
      bucketName,
      owner: identity.account,
      region: surroundings.region,
      client: surroundings.client
    )
  }

  /// Puts the zip where CloudFormation finds it; `nil` where what is deployed stays.
  func artifact(isNew: Bool) async throws -> Artifact? {
    guard let source = request.artifact else {
      if isNew { throw DeploymentProblem.noArtifact }
      return nil
    }
    let artifact = Artifact(try source.zip())
    try await readyBucket()
    if try await bucket.holds(artifact.key) {
      deployer.report(.uploaded(key: artifact.key))
    } else {
      deployer.report(.uploading(key: artifact.key, bytes: artifact.bytes.count))
      try await bucket.put(artifact.key, artifact.bytes, contentType: "application/zip")
    }
    return artifact
  }

  /// The change set's order with a template that is too large for a call put into the bucket.
  func placed(_ order: ChangeSetOrder) async throws -> ChangeSetOrder {
    let text = order.template.value
    guard text.utf8.count > Self.largestTemplateInACall else { return order }
    try await readyBucket()
    let key = "templates/\(Digest.sha256Hex(text.utf8)).yaml"
    if try await !bucket.holds(key) {
      try await bucket.put(key, Array(text.utf8), contentType: "application/yaml")
    }
    let endpoint = surroundings.client.address(of: .s3)
    return ChangeSetOrder(
      kind: order.kind,
      template: ("TemplateURL", "\(endpoint)/\(bucketName)/\(key)"),
      parameters: order.parameters,
      keptParameters: order.keptParameters,
      imports: order.imports
    )
  }

  private func readyBucket() async throws {
    do {
      if try await !bucket.exists() {
        try await bucket.create()
        deployer.report(.bucketMade(bucketName))
      }
    } catch let error as AWSError where error.status == 403 || error.code == "BucketAlreadyExists" {
      throw DeploymentProblem.foreignBucket(bucketName)
    }
    try await bucket.makePrivate()
  }

  /// The value of the API key that the stack made.
  func apiKey(_ stack: Stack) async throws -> String {
    guard let id = stack.outputs["ApiKeyId"] else {
      throw DeploymentProblem.outputMissing("ApiKeyId")
    }
    let answer = try await surroundings.client.call(
      AWSCall(.apiGateway, "GetApiKey", ["apiKey": .string(id), "includeValue": true])
    )
    guard let value = answer["value"]?.string, !value.isEmpty else {
      throw DeploymentProblem.outputMissing("the API key's value")
    }
    return value
  }
}

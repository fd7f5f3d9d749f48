import Configuration
import Testing

@Suite("The name of a secret")
struct SecretReferenceTests {
  private static let arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:api/key-AbCdEf"

  @Test("is its ARN, which says the region")
  func plain() throws {
    let secret = try #require(SecretReference(Self.arn))
    #expect(secret.arn == Self.arn)
    #expect(secret.region == "eu-central-1")
    #expect(secret.key == nil && secret.stage == nil && secret.version == nil)
  }

  @Test("may say the member, the label of the version and its id, each or none")
  func extras() throws {
    let all = try #require(SecretReference("\(Self.arn):key:AWSPREVIOUS:9d4cb84b"))
    #expect(all.arn == Self.arn)
    #expect(all.key == "key" && all.stage == "AWSPREVIOUS" && all.version == "9d4cb84b")
    let key = try #require(SecretReference("\(Self.arn):key::"))
    #expect(key.key == "key" && key.stage == nil && key.version == nil)
    let version = try #require(SecretReference("\(Self.arn):::9d4cb84b"))
    #expect(version.key == nil && version.stage == nil && version.version == "9d4cb84b")
  }

  @Test("is in any partition")
  func partitions() {
    #expect(SecretReference("arn:aws-cn:secretsmanager:cn-north-1:1:secret:a") != nil)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "api-key", "arn:aws:secretsmanager:eu-central-1:1:secret",
      "arn:aws:secretsmanager:eu-central-1:1:secret:", "arn:aws:secretsmanager::1:secret:a",
      "arn:aws:ssm:eu-central-1:1:parameter/a:b", "arn:aws:secretsmanager:eu-central-1:1:other:a",
      "arn:aws:secretsmanager:eu-central-1:1:secret:a:b:c:d:e",
    ]
  )
  func others(text: String) {
    #expect(SecretReference(text) == nil)
  }
}

import AWSWire
import CustomerDomain
import CustomerServices
import JSONValue
import Testing

@Suite("Secrets of Secrets Manager")
struct SecretServiceTests {
  private func caller(answering output: JSON) -> ScriptedCaller { ScriptedCaller { _ in output } }

  private func failure(
    _ output: JSON,
    key: String? = nil
  ) async -> ServiceFailure? {
    await #expect(throws: ServiceFailure.self) {
      try await SecretService(caller: caller(answering: output)).text(of: "arn", key: key)
    }
  }

  @Test("The version that is wanted is asked for, and no other is named")
  func input() async throws {
    let caller = caller(answering: ["SecretString": "value"])
    let service = SecretService(caller: caller)
    #expect(try await service.text(of: "arn") == "value")
    _ = try await service.text(of: "arn", stage: "AWSPREVIOUS", version: "1")
    #expect(
      caller.calls == [
        AWSCall(.secretsManager, "GetSecretValue", ["SecretId": "arn"]),
        AWSCall(
          .secretsManager,
          "GetSecretValue",
          ["SecretId": "arn", "VersionStage": "AWSPREVIOUS", "VersionId": "1"]
        ),
      ]
    )
  }

  @Test("Bytes that are text are a secret, too")
  func binary() async throws {
    let service = SecretService(caller: caller(answering: ["SecretBinary": "dmFsdWU="]))
    #expect(try await service.text(of: "arn") == "value")
    #expect(await failure(["SecretBinary": "/w=="])?.reason == "it is not text")
    #expect(await failure(["SecretBinary": "?"])?.reason == "it is not text")
  }

  @Test("Of a JSON object one member is the secret")
  func member() async throws {
    let output: JSON = ["SecretString": #"{"key":"value","count":1}"#]
    let service = SecretService(caller: caller(answering: output))
    #expect(try await service.text(of: "arn", key: "key") == "value")
    #expect(await failure(output, key: "other")?.reason == "it has no text 'other'")
    #expect(await failure(output, key: "count")?.reason == "it has no text 'count'")
    #expect(
      await failure(["SecretString": "value"], key: "key")?.reason
        == "it is no JSON object, so that it has no 'key'"
    )
  }

  @Test("A failure tells which secret, and never its text")
  func failures() async {
    let other = await failure(["SecretString": #"{"hidden":"value"}"#], key: "key")
    #expect(other?.description.contains("value") == false)
    #expect(other?.description.hasPrefix("read the secret arn: ") == true)
    #expect(await failure([:])?.kind == .unreadableAnswer)
  }
}

import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Lambda tags and template configurations` {
  private func function(_ name: String, tags: [(String, String)]) -> ResolvedStack.Resource {
    let list = tags.map { JSON.object(["Key": .string($0.0), "Value": .string($0.1)]) }
    return ResolvedStack.Resource(
      logicalID: name,
      type: "AWS::Lambda::Function",
      reference: name,
      properties: ["Runtime": "provided.al2023", "Role": "r", "Tags": .array(list)],
      isRetained: false,
      arn: "arn:aws:lambda:eu-central-1:000000000000:function:\(name)"
    )
  }

  private func config(_ function: String, _ properties: JSONObject) -> ResolvedStack.Resource {
    let head: JSONObject = ["FunctionName": .string(function), "Qualifier": "$LATEST"]
    return ResolvedStack.Resource(
      logicalID: "Config",
      type: "AWS::Lambda::EventInvokeConfig",
      reference: "\(function)|$LATEST",
      properties: .object(head.merging(properties)),
      isRetained: false,
      arn: nil
    )
  }

  private static let arn = "arn:aws:lambda:eu-central-1:000000000000:function:f"

  @Test func `tags are the template's, with what was changed since`() async throws {
    let lambda = try await LambdaStage(ServiceStage())
    func tags() async throws -> JSON? {
      try await lambda.call("ListTags", ["Resource": .string(Self.arn)])["Tags"]
    }
    try await lambda.service.register([function("f", tags: [("team", "a"), ("old", "1")])])
    #expect(try await tags() == ["team": "a", "old": "1"])
    #expect(try await lambda.call("GetFunction", ["FunctionName": "f"])["Tags"]?["team"] == "a")
    _ = try await lambda.call("TagResource", ["Resource": .string(Self.arn), "Tags": ["own": "x"]])
    _ = try await lambda.call("UntagResource", ["Resource": .string(Self.arn), "tagKeys": "old"])
    #expect(try await tags() == ["team": "a", "own": "x"])
    // The same template leaves the changes, another one takes back only what it changes.
    try await lambda.service.register([function("f", tags: [("team", "a"), ("old", "1")])])
    #expect(try await tags() == ["team": "a", "own": "x"])
    try await lambda.service.register([function("f", tags: [("old", "2")])])
    #expect(try await tags()?["team"] == nil)
    #expect(try await tags()?["old"] == "2")
    #expect(try await tags()?["own"] == "x")
  }

  @Test func `only functions there are have tags, and not their versions`() async throws {
    let lambda = try await LambdaStage(ServiceStage())
    func message(_ arn: String, _ tags: JSON = [:]) async -> String? {
      await lambda.refusal("TagResource", ["Resource": .string(arn), "Tags": tags])?.message
    }
    let other = "arn:aws:lambda:eu-central-1:000000000000:function:h"
    #expect(await message(other) == "Function not found: \(other)")
    #expect(
      await message("\(Self.arn):1")
        == "Tags on function aliases and versions are not supported. Please specify a function ARN."
    )
    let many = JSONObject((0...50).map { ("k\($0)", "v" as JSON) })
    #expect(
      await message(Self.arn, .object(many)) == "Number of tags exceeds resource tag limit."
    )
  }

  @Test func `a template says how events are handled, until the API says something else`()
    async throws
  {
    let lambda = try await LambdaStage(ServiceStage())
    let function = function("f", tags: [])
    func retries() async -> JSON? {
      try? await lambda.call("GetFunctionEventInvokeConfig", ["FunctionName": "f"])[
        "MaximumRetryAttempts"
      ]
    }
    let topic: JSON = ["Destination": "arn:aws:sns:eu-central-1:000000000000:alerts"]
    let first = config(
      "f",
      ["MaximumRetryAttempts": "1", "DestinationConfig": ["OnFailure": topic]]
    )
    try await lambda.service.register([function, first])
    #expect(await retries() == 1)
    let shown = try await lambda.call("GetFunctionEventInvokeConfig", ["FunctionName": "f"])
    #expect(shown["DestinationConfig"]?["OnFailure"] == topic)
    _ = try await lambda.call(
      "UpdateFunctionEventInvokeConfig",
      ["FunctionName": "f", "MaximumRetryAttempts": 2]
    )
    try await lambda.service.register([function, first])
    #expect(await retries() == 2)
    try await lambda.service.register([function, config("f", ["MaximumRetryAttempts": 0])])
    #expect(await retries() == 0)
    try await lambda.service.register([function])
    #expect(await retries() == nil)
  }

  @Test(
    arguments: [
      ("FunctionName: g, Qualifier: $LATEST", "FunctionName names no function of the template"),
      ("FunctionName: !Ref F, Qualifier: '1'", "the only Qualifier is $LATEST"),
      (
        "FunctionName: !Ref F, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: "
          + "'arn:aws:sqs:eu-central-1:000000000000:q'}}",
        "DestinationConfig.OnFailure must be the ARN of a topic, a function or an event bus"
      ),
      (
        "FunctionName: !Ref F, Qualifier: $LATEST, DestinationConfig: {OnSuccess: {Destination: "
          + "!GetAtt F.Arn}}",
        "DestinationConfig.OnSuccess is the function itself"
      ),
      (
        "FunctionName: !Ref F, Qualifier: $LATEST, MaximumRetryAttempts: 3",
        "property MaximumRetryAttempts must be a whole number from 0 to 2"
      ),
    ]
  )
  func `what cannot be honoured of a configuration is refused`(
    properties: String,
    words: String
  ) throws {
    let template = """
      Resources:
        F:
          Type: AWS::Lambda::Function
          Properties: {FunctionName: f, Role: r, Code: {S3Bucket: b, S3Key: k}}
        Config:
          Type: AWS::Lambda::EventInvokeConfig
          Properties: {\(properties)}
      """
    let request = StackApplier.Request(
      template: template,
      parameters: [:],
      builtIn: "",
      defaults: [:]
    )
    let error = #expect(throws: TemplateError.self) {
      try StackApplier.check(request, identity: CloudIdentity(region: "eu-central-1"))
    }
    #expect(error?.logicalID == "Config")
    #expect(error?.problem == "AWS::Lambda::EventInvokeConfig: \(words)")
  }

  @Test(
    arguments: [
      ("f", true), ("a.b-c_1", true), ("f:$LATEST", true), ("f:live", true),
      ("000000000000:function:f", true), ("function:f", true), ("function", true),
      ("arn:aws:lambda:eu-central-1:000000000000:function:f:1", true), ("", false), ("a b", false),
      ("f:", false), ("f:1:2", false), ("f:$OTHER", false), ("ü", false),
      ("arn:aws:sns:eu-central-1:000000000000:f", false),
    ]
  )
  func `functions are named by a pattern`(name: String, isRight: Bool) {
    #expect(FunctionNamePattern.matches(name) == isRight)
  }

  @Test func `a function that cannot be reached is told apart from one that is not there`()
    async throws
  {
    let lambda = try await LambdaStage(ServiceStage())
    func refusal(_ name: String) async -> CloudError? {
      await lambda.refusal("Invoke", ["FunctionName": .string(name)])
    }
    let elsewhere = await refusal("arn:aws:lambda:us-east-1:000000000000:function:f")
    #expect(elsewhere?.code == "ResourceNotFoundException")
    #expect(
      elsewhere?.message
        == "Functions from 'us-east-1' are not reachable in this region ('eu-central-1')"
    )
    let others = await refusal("arn:aws:lambda:eu-central-1:123456789012:function:f")
    #expect(others?.status == 403)
    #expect(
      others?.message.hasSuffix(
        "is not authorized to perform: lambda:InvokeFunction on resource: "
          + "arn:aws:lambda:eu-central-1:123456789012:function:f because no resource-based policy "
          + "allows the lambda:InvokeFunction action"
      ) == true
    )
    #expect(await refusal("a b")?.message.contains("regular expression pattern") == true)
    let context = await lambda.refusal("Invoke", ["FunctionName": "f", "ClientContext": "!"])
    #expect(context?.code == "InvalidRequestContentException")
  }
}

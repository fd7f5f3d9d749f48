import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `EventBridge tags` {
  private let stage: ServiceStage
  private let service: EventsService

  init() throws {
    stage = try ServiceStage()
    let witness = ServiceWitness()
    service = EventsService(
      database: try stage.open(),
      identity: stage.identity,
      timer: stage.timer,
      targets: witness,
      metrics: witness
    )
  }

  private func rule(_ name: String, tags: JSON? = nil) async throws -> JSON {
    var input: JSON = ["Name": .string(name), "EventPattern": #"{"source":["a"]}"#]
    if let tags { input["Tags"] = tags }
    return try #require(try await service.call("PutRule", input, stage)["RuleArn"])
  }

  private func tags(_ arn: JSON) async throws -> JSON? {
    try await service.call("ListTagsForResource", ["ResourceARN": arn], stage)["Tags"]
  }

  @Test func `tags are put on, replaced by key, and taken off`() async throws {
    let arn = try await rule("r")
    #expect(try await tags(arn) == [])
    for tags: JSON in [
      [["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"]], [["Key": "a", "Value": "3"]],
    ] {
      _ = try await service.call("TagResource", ["ResourceARN": arn, "Tags": tags], stage)
    }
    #expect(try await tags(arn) == [["Key": "b", "Value": "2"], ["Key": "a", "Value": "3"]])
    _ = try await service.call("UntagResource", ["ResourceARN": arn, "TagKeys": ["b"]], stage)
    #expect(try await tags(arn) == [["Key": "a", "Value": "3"]])
  }

  @Test func `a rule is made with tags, keeps them when changed, and takes them along`()
    async throws
  {
    let arn = try await rule("r", tags: [["Key": "a", "Value": "1"]])
    _ = try await rule("r", tags: [["Key": "z", "Value": "9"]])
    #expect(try await tags(arn) == [["Key": "a", "Value": "1"]])
    _ = try await service.call("DeleteRule", ["Name": "r"], stage)
    _ = try await rule("r")
    #expect(try await tags(arn) == [])
  }

  @Test(arguments: [
    ("rule/no", "ResourceNotFoundException", "Rule no does not exist on EventBus default."),
    ("rule/bus/r", "ResourceNotFoundException", "Event bus bus does not exist."),
    (
      "archive", "ValidationException",
      "Parameter ResourceARN is not valid. Reason: Provided Arn is not in correct format."
    ),
  ])
  func `what cannot have tags is refused`(path: String, code: String, message: String) async {
    let arn = JSON.string(stage.identity.arn("events", path))
    for (operation, rest): (String, JSONObject) in [
      ("TagResource", ["Tags": []]), ("UntagResource", ["TagKeys": []]),
      ("ListTagsForResource", [:]),
    ] {
      let input = JSON.object(rest.merging(["ResourceARN": arn]))
      let refusal = await service.refusal(operation, input, stage)
      #expect(refusal?.code == code, "\(operation)")
      #expect(refusal?.message == message, "\(operation)")
    }
  }

  @Test func `a resource has fifty tags at most`() async throws {
    let arn = try await rule("r")
    let many = (0...50).map { number -> JSON in
      ["Key": .string("k\(number)"), "Value": ""]
    }
    let input: JSON = ["ResourceARN": arn, "Tags": .array(many)]
    #expect(await service.refusal("TagResource", input, stage)?.code == "ValidationException")
    #expect(try await tags(arn) == [])
  }
}

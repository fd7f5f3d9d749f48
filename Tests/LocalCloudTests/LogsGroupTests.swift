import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Log groups` {
  private func started(_ stage: ServiceStage) async throws -> LogsService {
    let service = LogsService(
      database: try stage.open(),
      identity: stage.identity,
      timer: stage.timer
    )
    for (name, logClass) in [
      ("/a/one", "STANDARD"), ("/a/Two", "INFREQUENT_ACCESS"), ("/b/one", "STANDARD"),
    ] {
      _ = try await service.call(
        "CreateLogGroup",
        [
          "logGroupName": .string(name), "logGroupClass": .string(logClass),
          "tags": ["stage": "test"],
        ],
        stage
      )
    }
    return service
  }

  private static let casesOfGroupsAreFoundBy: [(JSON, [String])] = [
    ([:], ["/a/Two", "/a/one", "/b/one"]),
    (["logGroupNamePrefix": "/a/"], ["/a/Two", "/a/one"]),
    (["logGroupNamePattern": "one"], ["/a/one", "/b/one"]),
    (["logGroupNamePattern": "two"], []),
    (["logGroupClass": "INFREQUENT_ACCESS"], ["/a/Two"]),
    (
      [
        "logGroupIdentifiers": [
          "/b/one", "arn:aws:logs:eu-central-1:000000000000:log-group:/a/Two", "none",
        ]
      ],
      ["/a/Two", "/b/one"]
    ),
  ]

  @Test(arguments: casesOfGroupsAreFoundBy)
  func `groups are found by what they are asked for with`(input: JSON, names: [String])
    async throws
  {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let found = try await service.call("DescribeLogGroups", input, stage)
    #expect(found["logGroups"]?.array?.compactMap { $0["logGroupName"]?.string } == names)
  }

  @Test func `pages end where the groups do`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let first = try await service.call("DescribeLogGroups", ["limit": 2], stage)
    let token = first["nextToken"] ?? nil
    let input: JSON = ["limit": 2, "nextToken": token]
    let second = try await service.call("DescribeLogGroups", input, stage)
    #expect(second["logGroups"]?.array?.count == 1)
    #expect(second["nextToken"] == nil)
  }

  private static let casesOfWhatIsWrongIs: [(String, JSON, String)] = [
    ("CreateLogGroup", ["logGroupName": "a b"], "Member must satisfy regular expression"),
    (
      "CreateLogGroup", ["logGroupName": .string(String(repeating: "a", count: 513))],
      "Invalid LogGroup or LogStream, both must have length less than or equal to 512."
    ),
    (
      "CreateLogGroup", ["logGroupName": "x", "logGroupClass": "COLD"],
      "Member must satisfy enum value set: [STANDARD, INFREQUENT_ACCESS, DELIVERY]"
    ),
    ("CreateLogGroup", ["logGroupName": "x", "kmsKeyId": "k"], "kmsKeyId is not supported"),
    (
      "DescribeLogGroups", ["logGroupNamePrefix": "a", "logGroupNamePattern": "b"],
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
    ),
    (
      "DescribeLogGroups", ["logGroupIdentifiers": ["a"], "logGroupClass": "STANDARD"],
      "logGroupIdentifiers cannot be combined"
    ),
    ("DescribeLogGroups", ["limit": 51], "Member must have value less than or equal to 50"),
    (
      "DescribeLogStreams", ["logGroupName": "/a/one", "logGroupIdentifier": "/a/one"],
      "LogGroup name and LogGroup ARN are mutually exclusive parameters."
    ),
    (
      "FilterLogEvents",
      [
        "logGroupName": "/a/one",
        "logStreamNames": .array((0..<101).map { JSON.string("s\($0)") }),
      ],
      "Member must have length less than or equal to 100"
    ),
    (
      "TestMetricFilter", ["filterPattern": "x", "logEventMessages": []],
      "Member must have length greater than or equal to 1"
    ),
    (
      "PutLogEvents",
      ["logGroupName": "/a/one", "logStreamName": "s", "logEvents": [["message": "x"]]],
      "Value null at 'logEvents.1.member.timestamp'"
    ),
    (
      "PutLogEvents",
      [
        "logGroupName": "/a/one", "logStreamName": "s",
        "logEvents": [["timestamp": 1, "message": ""]],
      ],
      "Value '' at 'logEvents.1.member.message'"
    ),
    (
      "PutLogEvents",
      ["logGroupName": "none", "logStreamName": "a:b", "logEvents": []],
      "Value 'a:b' at 'logStreamName'"
    ),
  ]

  @Test(arguments: casesOfWhatIsWrongIs)
  func `what is wrong is told in AWS's words`(operation: String, input: JSON, words: String)
    async throws
  {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let refusal = await service.refusal(operation, input, stage)
    #expect(refusal?.message.contains(words) == true, "\(refusal?.message ?? "no refusal")")
  }

  @Test func `tags are put on, listed and taken off`() async throws {
    let stage = try ServiceStage()
    let service = try await started(stage)
    let arn: JSON = "arn:aws:logs:eu-central-1:000000000000:log-group:/a/one"
    let added: JSON = ["resourceArn": arn, "tags": ["owner": "ann"]]
    _ = try await service.call("TagResource", added, stage)
    let removed: JSON = ["resourceArn": arn, "tagKeys": ["stage"]]
    _ = try await service.call("UntagResource", removed, stage)
    let tags = try await service.call("ListTagsForResource", ["resourceArn": arn], stage)
    #expect(tags["tags"] == ["owner": "ann"])
  }
}

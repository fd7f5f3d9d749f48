import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

/// The cloud's own stack, as CloudFormation's query protocol tells it.
@Suite(.timeLimit(.minutes(10))) struct CloudFormationTests {
  private let folder = ScratchFolder()

  /// Asks the standard cloud one question after the other.
  private func ask(_ forms: [String]) async throws -> [(status: Int, body: String)] {
    let handle = try await LocalCloudHost.open(
      LocalCloudOptions(folder: folder.path, clock: SystemWallClock(), logger: quiet)
    )
    var answers: [(status: Int, body: String)] = []
    for form in forms {
      let request = signed(
        headers: [("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
        body: Array("\(form)&Version=2010-05-15".utf8),
        service: "cloudformation",
        date: SystemWallClock().now,
        credentials: handle.credentials,
        host: "127.0.0.1:\(handle.port)"
      )
      let answer = try #require(
        await RawClient(port: handle.port).send(
          "POST",
          "/",
          headers: request.headers.map { ($0.name, $0.value) },
          body: request.body
        )
      )
      answers.append((answer.status, String(decoding: answer.body, as: UTF8.self)))
    }
    await handle.close(drainMilliseconds: 0)
    return answers
  }

  @Test func `the stack is told with its parameters, outputs and resources`() async throws {
    let answers = try await ask([
      "Action=DescribeStacks", "Action=ListStackResources&StackName=rollcall",
      "Action=DescribeStackResources&PhysicalResourceId=customer_ids",
      "Action=DescribeStackEvents&StackName=rollcall", "Action=GetTemplate&StackName=rollcall",
    ])
    #expect(answers.map(\.status) == [200, 200, 200, 200, 200])
    let wanted = [
      [
        "<StackName>rollcall</StackName>", "<StackStatus>CREATE_COMPLETE</StackStatus>",
        "<ParameterKey>ScheduleEnabled</ParameterKey><ParameterValue>true</ParameterValue>",
        "<ParameterKey>ApiRateLimit</ParameterKey><ParameterValue>100</ParameterValue>",
        "<OutputKey>TableName</OutputKey><OutputValue>customer_ids</OutputValue>",
      ],
      [
        "<LogicalResourceId>CustomerTable</LogicalResourceId>",
        "<PhysicalResourceId>customer_ids</PhysicalResourceId>", "<LastUpdatedTimestamp>",
      ],
      ["<LogicalResourceId>CustomersWorkflow</LogicalResourceId>", "<Timestamp>"],
      ["<ResourceType>AWS::CloudFormation::Stack</ResourceType>"],
      ["AWSTemplateFormatVersion"],
    ]
    for (answer, words) in zip(answers, wanted) {
      for word in words { #expect(answer.body.contains(word), "\(word)") }
    }
  }

  @Test func `other stacks, other resources and changes are refused as CloudFormation does`()
    async throws
  {
    let answers = try await ask([
      "Action=DescribeStacks&StackName=other", "Action=ListStackResources",
      "Action=DescribeStackResources&PhysicalResourceId=nothing",
      "Action=DeleteStack&StackName=rollcall", "Action=DescribeNothing",
    ])
    #expect(answers.map(\.status) == [400, 400, 400, 400, 400])
    let codes = [
      "ValidationError", "ValidationError", "ValidationError", "ValidationError", "InvalidAction",
    ]
    for (answer, code) in zip(answers, codes) {
      #expect(answer.body.contains("<Code>\(code)</Code>"), "\(answer.body)")
    }
    #expect(answers[0].body.contains("Stack with id other does not exist"))
    #expect(answers[2].body.contains("Stack for nothing does not exist"))
  }

  @Test func `stacks are listed by status, and each call refuses in its own words`() async throws {
    let answers = try await ask([
      "Action=ListStacks", "Action=ListStacks&StackStatusFilter.member.1=DELETE_COMPLETE",
      "Action=DescribeStackEvents&StackName=other",
      "Action=DescribeStackResource&StackName=other&LogicalResourceId=x",
      "Action=DescribeStackResource", "Action=DescribeStacks&StackName=a%20b",
    ])
    let words = [
      "<StackName>rollcall</StackName>", "ListStacksResult", "Stack [other] does not exist",
      "Stack 'other' does not exist", "2 validation errors detected: Value null at 'stackName'",
      "Value 'a b' at 'stackName' failed to satisfy constraint",
    ].map { $0.replacing("'", with: answers[3].body.contains("&apos;") ? "&apos;" : "'") }
    for (answer, words) in zip(answers, words) {
      #expect(answer.body.contains(words), "\(answer.body)")
    }
    #expect(!answers[1].body.contains("<StackName>"))
  }
}

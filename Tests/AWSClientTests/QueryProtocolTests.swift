import AWSWire
import JSONValue
import Testing

@testable import AWSClient

struct QueryProtocolTests {
  private func client(_ sender: ScriptedSender) throws -> AWSClient {
    AWSClient(
      AWSClient.Configuration(
        region: "eu-central-1",
        endpoints: try EndpointRules(region: "eu-central-1"),
        credentials: .fixed(AWSCredentials(accessKeyID: "AKID", secretAccessKey: "s"))
      ),
      http: sender,
      clock: StillClock(),
      pacer: SteppedPacer()
    )
  }

  @Test func `a call goes out as a form and its XML comes back as values`() async throws {
    let sender = ScriptedSender { _, _ in
      .json(
        200,
        """
        <?xml version="1.0"?>
        <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
          <DescribeStacksResult><Stacks>
            <member><StackName>a&amp;b &#x263A;</StackName><Outputs/>
              <Tags><member><Key>k</Key><Value/></member></Tags></member>
            <member><StackName><![CDATA[<c>]]></StackName></member>
          </Stacks></DescribeStacksResult>
          <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
        </DescribeStacksResponse>
        """
      )
    }
    let output = try await client(sender).call(
      AWSCall(
        .cloudFormation,
        "DescribeStacks",
        [
          "StackName": "a b/ü", "Capabilities": ["X", "Y"], "Flag": true, "Nothing": nil,
          "Parameters": [["ParameterKey": "K", "UsePreviousValue": false]],
        ]
      )
    )
    #expect(
      output == [
        "Stacks": [
          ["StackName": "a&b ☺", "Outputs": "", "Tags": [["Key": "k", "Value": ""]]],
          ["StackName": "<c>"],
        ]
      ]
    )
    let request = try #require(sender.requests.first)
    #expect(request.url == "https://cloudformation.eu-central-1.amazonaws.com/")
    #expect(request.headers["content-type"] == "application/x-www-form-urlencoded; charset=utf-8")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == "Action=DescribeStacks&Version=2010-05-15&StackName=a%20b%2F%C3%BC"
        + "&Capabilities.member.1=X&Capabilities.member.2=Y&Flag=true"
        + "&Parameters.member.1.ParameterKey=K&Parameters.member.1.UsePreviousValue=false"
    )
    #expect(request.headers["authorization"]?.contains("/cloudformation/aws4_request") == true)
  }

  @Test func `an operation without output gives an empty object`() async throws {
    let sender = ScriptedSender { _, _ in
      .json(200, "<DeleteStackResponse><ResponseMetadata/></DeleteStackResponse>")
    }
    let call = AWSCall(.cloudFormation, "DeleteStack", ["StackName": "s"])
    #expect(try await client(sender).call(call) == [:])
  }

  @Test func `an error in XML is told with its code, its sentence and its request`() async throws {
    let sender = ScriptedSender { _, _ in
      .json(
        400,
        "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>"
          + "<Message>Stack &quot;x&quot; does not exist</Message></Error>"
          + "<RequestId>r-1</RequestId></ErrorResponse>"
      )
    }
    let error = await #expect(throws: AWSError.self) {
      try await client(sender).call(AWSCall(.cloudFormation, "DescribeStacks", [:]))
    }
    #expect(error?.code == "ValidationError")
    #expect(error?.message == "Stack \"x\" does not exist")
    #expect(error?.requestID == "r-1")
    #expect(error?.kind == .service)
    #expect(error?.rawBody == nil)
  }

  @Test func `a page of HTML where XML should be is unreadable, and kept`() async throws {
    let sender = ScriptedSender { _, _ in .json(200, "<!DOCTYPE html><p>Hello") }
    let error = await #expect(throws: AWSError.self) {
      try await client(sender).call(AWSCall(.sts, "GetCallerIdentity", [:]))
    }
    #expect(error?.kind == .unreadable)
    #expect(error?.rawBody == "<!DOCTYPE html><p>Hello")
  }

  @Test(
    arguments: [
      ("ClientToken", "CreateChangeSet", true), ("ClientRequestToken", "DeleteStack", true),
      ("StackName", "DeleteStack", false),
    ]
  )
  func `a change with a token may be asked for twice`(
    member: String,
    operation: String,
    isRepeatable: Bool
  ) {
    let call = AWSCall(.cloudFormation, operation, [member: "t"].json)
    #expect(call.isRepeatable == isRepeatable)
  }

  @Test func `an operation with a path of its own takes names from the input`() async throws {
    let sender = ScriptedSender { _, _ in .json(200, #"{"value":"secret"}"#) }
    let client = try client(sender)
    _ = try await client.call(
      AWSCall(.apiGateway, "GetApiKey", ["apiKey": "a/b", "includeValue": true])
    )
    _ = try await client.call(AWSCall(.lambda, "GetFunction", ["FunctionName": "f"]))
    #expect(
      sender.requests.map(\.url) == [
        "https://apigateway.eu-central-1.amazonaws.com/apikeys/a%2Fb?includeValue=true",
        "https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/f",
      ]
    )
    #expect(sender.requests.map(\.method) == ["GET", "GET"])
  }
}

extension [String: String] {
  /// The pairs as a JSON object.
  fileprivate var json: JSON { .object(JSONObject(map { ($0.key, .string($0.value)) })) }
}

struct XMLParserTests {
  @Test(
    arguments: [
      "", "text", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a>&x;</a>", "<a>&amp</a>", "<a",
      "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "<a><![CDATA[</a>", "<a b=\">\"", "< a/>",
      "<a>&#xD800;</a>",
      String(repeating: "<a>", count: 101) + String(repeating: "</a>", count: 101),
    ]
  )
  func `what is not XML is refused`(text: String) {
    #expect(throws: XMLSyntaxError.self) { try XMLElement(parsing: Array(text.utf8)) }
  }

  @Test func `attributes, comments and prefixes are passed over`() throws {
    let text = "<?xml version='1.0'?><!-- a > b --><n:a x=\"/>\">1<!-- -->2</n:a>\n"
    let root = try XMLElement(parsing: Array(text.utf8))
    #expect(root.name == "a" && root.text == "12" && root.children.isEmpty)
  }

  @Test func `cutting or changing a document anywhere never crashes the reader`() {
    let whole = Array(
      "<?xml?><r a='1'><m>&lt;&#65;</m><!-- c --><![CDATA[x]]><entry><key/></entry></r>".utf8
    )
    for index in whole.indices {
      _ = try? XMLElement(parsing: Array(whole[..<index]))
      for byte in [0, UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: ">"), 0xFF] {
        var changed = whole
        changed[index] = byte
        _ = try? XMLElement(parsing: changed)
      }
    }
    #expect((try? XMLElement(parsing: whole))?.child("m")?.text == "<A")
  }
}

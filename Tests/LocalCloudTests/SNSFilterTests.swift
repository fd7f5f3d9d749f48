import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `SNS filter policies` {
  private func message(_ attributes: JSON) throws -> TopicMessage {
    TopicMessage(
      id: "1",
      time: Instant(milliseconds: 0),
      topicARN: "t",
      subject: "",
      text: "{\"a\":{\"b\":[1,2]},\"c\":\"x\"}",
      texts: [:],
      attributes: try MessageAttribute.all(attributes, at: "")
    )
  }

  @Test(arguments: [
    ("{}", true),
    ("{\"s\":[\"one\"]}", true),
    ("{\"s\":[\"two\"]}", false),
    ("{\"s\":[{\"prefix\":\"o\"}],\"n\":[{\"numeric\":[\">\",1]}]}", true),
    ("{\"n\":[2.5]}", true),
    ("{\"n\":[\"2.5\"]}", false),
    ("{\"l\":[\"b\"]}", true),
    ("{\"l\":[\"c\"]}", false),
    ("{\"x\":[{\"exists\":false}]}", true),
    ("{\"b\":[{\"exists\":true}]}", false),
    ("{\"s\":[{\"anything-but\":\"one\"}]}", false),
    ("{\"$or\":[{\"s\":[\"two\"]},{\"n\":[2.5]}]}", true),
  ])
  func `attributes are compared as what they are`(policy: String, admits: Bool) throws {
    let message = try message([
      "s": ["DataType": "String", "StringValue": "one"],
      "n": ["DataType": "Number", "StringValue": "2.5"],
      "l": ["DataType": "String.Array", "StringValue": "[\"a\",\"b\"]"],
      "b": ["DataType": "Binary", "BinaryValue": "eA=="],
    ])
    #expect(try FilterPolicy(policy, scope: .messageAttributes).admits(message) == admits)
  }

  @Test(arguments: [
    ("{\"c\":[\"x\"]}", true), ("{\"a\":{\"b\":[2]}}", true), ("{\"a\":{\"b\":[3]}}", false),
  ])
  func `a body is looked into`(policy: String, admits: Bool) throws {
    #expect(try FilterPolicy(policy, scope: .messageBody).admits(try message([:])) == admits)
  }

  @Test(arguments: [
    ("[]", "FilterPolicy: Filter is not an object"),
    ("{\"a\":\"b\"}", "FilterPolicy: \"a\" must be an object or an array"),
    ("{\"a\":[]}", "FilterPolicy: Empty arrays are not allowed"),
    ("{\"a\":[{\"wrong\":1}]}", "FilterPolicy: Unrecognized match type wrong"),
    (
      "{\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1]}",
      "FilterPolicy: Filter policy can not have more than 5 keys"
    ),
    (
      "{\"a\":[1,2,3,4,5,6],\"b\":[1,2,3,4,5,6],\"c\":[1,2,3,4,5]}",
      "FilterPolicy: Filter policy is too complex"
    ),
    (
      "{\"a\":{\"b\":[1]}}",
      "Filter policy scope MessageAttributes does not support nested filter policy"
    ),
  ])
  func `a policy that SNS refuses is refused in its words`(policy: String, words: String) {
    #expect(throws: FilterPolicy.Fault(sentence: words)) {
      try FilterPolicy(policy, scope: .messageAttributes)
    }
  }

  @Test func `a policy of 150 combinations is not too complex`() throws {
    let policy = "{\"a\":[1,2,3,4,5],\"b\":[1,2,3,4,5,6],\"c\":[1,2,3,4,5]}"
    #expect(throws: Never.self) { try FilterPolicy(policy, scope: .messageAttributes) }
  }
}

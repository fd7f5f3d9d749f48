import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `EventBridge target inputs` {
  private static let event: JSON = [
    "version": "0", "id": "i", "detail-type": "t", "source": "s", "account": "000000000000",
    "time": "2026-11-27T00:00:00Z", "region": "eu-central-1", "resources": [],
    "detail": [
      "user": "u1", "one": ["HIGH"], "two": ["ACTIVE", "INACTIVE"],
      "payload": ["acc_id": "u1", "sf_id": "baz"], "valid": true,
    ],
  ]

  /// Templates and what AWS was recorded to deliver; `nil` where it delivers nothing.
  static let rows: [(String, JSON?)] = [
    (#""Command is <valid>!""#, "Command is true!"),
    (#""<one> single list item""#, "[HIGH] single list item"),
    (#""<two> multiple list items""#, "[ACTIVE,INACTIVE] multiple list items"),
    (#""Payload of <payload> with path <user>""#, "Payload of {acc_id:u1,sf_id:baz} with path u1"),
    (#""<none> nothing""#, " nothing"),
    ("\"<one> a\"\n\"<user> b\"", "\"[HIGH] a\"\n\"u1 b\""),
    (
      #"{"path": "users/<user>", "body": <payload>}"#,
      ["path": "users/u1", "body": ["acc_id": "u1", "sf_id": "baz"]]
    ),
    (#"{"path": "users/<user>/second/<user>"}"#, ["path": "users/u1/second/u1"]),
    (#"{"list": [<user>, "hardcoded"]}"#, ["list": ["u1", "hardcoded"]]),
    (#"{"list": <one>}"#, ["list": ["HIGH"]]), (#"{"none": <none>}"#, ["none": ""]),
    (#"{"list": "<one>"}"#, nil), (#"{"one": "<one>", "two": "<two>"}"#, nil),
    ("<one> single list item", nil), ("<two> multiple list items", nil),
    (
      #"{"event": <aws.events.event>}"#,
      [
        "event": [
          "id": "i", "account": "000000000000", "detailType": "t", "time": "2026-11-27T00:00:00Z",
          "source": "s", "region": "eu-central-1", "resources": [], "version": "0",
        ]
      ]
    ), (#"{"event": <aws.events.event.json>}"#, ["event": event]),
    (#""<aws.events.rule-arn> <aws.events.rule-name>""#, "arn r"),
  ]

  @Test(arguments: rows)
  func `a template makes what AWS makes of it`(template: String, expected: JSON?) throws {
    let target = try TargetInput([
      "InputTransformer": [
        "InputPathsMap": [
          "user": "$.detail.user", "one": "$.detail.one", "two": "$.detail.two",
          "payload": "$.detail.payload", "valid": "$.detail.valid", "none": "$.detail.none",
        ], "InputTemplate": .string(template),
      ]
    ])
    #expect(target.apply(to: Self.event, rule: "r", ruleARN: "arn") == expected)
  }
}

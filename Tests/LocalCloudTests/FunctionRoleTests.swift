import AWSWire
import Foundation
import JSONValue
import Testing

@testable import LocalCloud

struct FunctionRoleTests {
  private static let table = "arn:aws:dynamodb:eu-central-1:000000000000:table/things"

  private func policy(_ statements: JSON...) -> RolePolicy {
    RolePolicy(properties: [
      "Policies": [["PolicyName": "p", "PolicyDocument": ["Statement": .array(statements)]]]
    ])
  }

  private static let allowing: [(JSON, String, String, RolePolicy.Verdict)] = [
    (
      ["Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": .string(table)],
      "dynamodb:GetItem", table, .allowed
    ),
    (
      ["Effect": "Allow", "Action": "dynamodb:getitem", "Resource": "*"], "dynamodb:GetItem", table,
      .allowed
    ),
    (
      ["Effect": "Allow", "Action": ["dynamodb:Get*"], "Resource": ["*/things"]],
      "dynamodb:GetItem", table, .allowed
    ),
    (
      ["Effect": "Allow", "Action": "dynamodb:Get?tem", "Resource": "*"], "dynamodb:GetItem", table,
      .allowed
    ),
    (["Effect": "Allow", "Action": "*", "Resource": "*"], "dynamodb:DeleteItem", table, .allowed),
    (
      ["Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*/thing"], "dynamodb:GetItem",
      table, .notAllowed
    ),
    (
      ["Effect": "Allow", "Action": "dynamodb:Get*", "Resource": "*"], "dynamodb:DeleteItem", table,
      .notAllowed
    ),
    (["Effect": "Deny", "Action": "*", "Resource": "*"], "dynamodb:GetItem", table, .denied),
    (
      ["Effect": "Allow", "NotAction": "dynamodb:DeleteItem", "Resource": "*"], "dynamodb:GetItem",
      table, .allowed
    ),
    (
      ["Effect": "Allow", "NotAction": "dynamodb:DeleteItem", "Resource": "*"],
      "dynamodb:DeleteItem", table, .notAllowed
    ),
    (
      ["Effect": "Allow", "Action": "*", "NotResource": .string(table)], "dynamodb:GetItem", table,
      .notAllowed
    ),
    (
      [
        "Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": ["DateLessThan": ["aws:CurrentTime": "x"]],
      ], "dynamodb:GetItem",
      table, .notAllowed
    ),
  ]

  @Test func `A statement covers actions and resources with wildcards`() {
    for (statement, action, resource, verdict) in FunctionRoleTests.allowing {
      #expect(policy(statement).verdict(on: action, resource) == verdict, "\(statement)")
    }
    #expect(RolePolicy.nothing.verdict(on: "sts:AssumeRole", "*") == .notAllowed)
  }

  private static let conditions: [(JSON, Bool)] = [
    (["StringEquals": ["events:source": "s"]], true),
    (["StringEquals": ["events:Source": ["t", "s"]]], true),
    (["StringEquals": ["events:source": "S"]], false),
    (["StringEqualsIgnoreCase": ["events:source": "S"]], true),
    (["StringNotEquals": ["events:source": "s"]], false),
    (["StringNotEquals": ["other": "s"]], true), (["StringEquals": ["other": "s"]], false),
    (["StringEqualsIfExists": ["other": "s"]], true),
    (["StringLike": ["events:source": "?*"]], true),
    (["StringNotLike": ["events:source": "t*"]], true),
    (["ArnLike": ["aws:PrincipalArn": "arn:*"]], true),
    (["ForAllValues:StringEquals": ["keys": ["a", "b"]]], true),
    (["ForAllValues:StringEquals": ["keys": ["a"]]], false),
    (["ForAnyValue:StringEquals": ["keys": ["a"]]], true),
    (["Null": ["other": "true", "events:source": "false"]], true),
    (["Bool": ["secure": true]], true),
    (["StringEquals": ["events:source": "s"], "StringLike": ["other": "*"]], false),
  ]

  @Test func `A statement holds where all of its conditions do`() {
    let context = [
      "events:source": ["s"], "aws:principalarn": ["arn:x"], "keys": ["a", "b"], "secure": ["true"],
    ]
    for (condition, holds) in FunctionRoleTests.conditions {
      let one = policy(["Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition])
      #expect(
        one.verdict(on: "a:B", "x", context) == (holds ? .allowed : .notAllowed),
        "\(condition)"
      )
    }
    let unknown: JSON = ["IpAddress": ["aws:SourceIp": "10.0.0.0/8"]]
    let denial = policy(["Effect": "Deny", "Action": "*", "Resource": "*", "Condition": unknown])
    #expect(denial.verdict(on: "a:B", "x") == .denied)
  }

  @Test func `A denial wins over what is allowed`() {
    let policy = policy(
      ["Effect": "Allow", "Action": "*", "Resource": "*"],
      ["Effect": "Deny", "Action": "dynamodb:Delete*", "Resource": "*"]
    )
    #expect(policy.verdict(on: "dynamodb:GetItem", "x") == .allowed)
    #expect(policy.verdict(on: "dynamodb:DeleteItem", "x") == .denied)
  }

  @Test func `The managed policy of Lambda's logs is known`() {
    let policy = RolePolicy(properties: [
      "ManagedPolicyArns": [
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
        "arn:aws:iam::aws:policy/Unheard",
      ]
    ])
    #expect(policy.verdict(on: "logs:PutLogEvents", "x") == .allowed)
    #expect(policy.verdict(on: "dynamodb:GetItem", "x") == .notAllowed)
  }

  private static let needs: [(AWSService, String, JSON, [String])] = [
    (.dynamoDB, "PutItem", ["TableName": "t"], ["dynamodb:PutItem arn:aws:dynamodb:r:1:table/t"]),
    (
      .dynamoDB, "Query", ["TableName": "arn:aws:dynamodb:r:1:table/t", "IndexName": "i"],
      ["dynamodb:Query arn:aws:dynamodb:r:1:table/t/index/i"]
    ),
    (
      .dynamoDB, "BatchGetItem", ["RequestItems": ["a": [:], "b": [:]]],
      [
        "dynamodb:BatchGetItem arn:aws:dynamodb:r:1:table/a",
        "dynamodb:BatchGetItem arn:aws:dynamodb:r:1:table/b",
      ]
    ),
    (.dynamoDB, "ListTables", [:], ["dynamodb:ListTables *"]),
    (
      .events, "PutEvents", ["Entries": [["Source": "s"], [:]]],
      [
        "events:PutEvents arn:aws:events:r:1:event-bus/default",
        "events:PutEvents arn:aws:events:r:1:event-bus/default",
      ]
    ),
    (.events, "DisableRule", ["Name": "x"], ["events:DisableRule arn:aws:events:r:1:rule/x"]),
    (.states, "StartExecution", ["stateMachineArn": "m"], ["states:StartExecution m"]),
    (.states, "DescribeExecution", ["executionArn": "e"], ["states:DescribeExecution e"]),
    (
      .logs, "PutLogEvents", ["logGroupName": "g", "logStreamName": "s"],
      ["logs:PutLogEvents arn:aws:logs:r:1:log-group:g:log-stream:s"]
    ),
    (
      .lambda, "Invoke", ["FunctionName": "f"],
      ["lambda:InvokeFunction arn:aws:lambda:r:1:function:f"]
    ),
    (.sns, "Publish", ["TopicArn": "arn:t"], ["sns:Publish arn:t"]),
    (.cloudWatch, "PutMetricData", [:], ["cloudwatch:PutMetricData *"]),
    (
      .cloudWatch, "PutCompositeAlarm", ["AlarmName": "a"], ["cloudwatch:PutCompositeAlarm *"]
    ), (.cloudWatch, "TagResource", ["ResourceARN": "arn:a"], ["cloudwatch:TagResource arn:a"]),
    (.sts, "GetCallerIdentity", [:], []),
  ]

  @Test func `An operation needs an action on what it is about`() {
    let identity = CloudIdentity(region: "r", accountID: "1")
    for (service, operation, input, expected) in FunctionRoleTests.needs {
      let needs = RequiredPermission.of(service, operation, input, identity)
      #expect(needs.map { "\($0.action) \($0.resource)" }.sorted() == expected)
    }
  }

  @Test func `A function's key is held to its role, and to nobody else's`() async throws {
    let stage = try await FunctionStage()
    try await stage.upload(
      FunctionStage.zip(
        FunctionStage.shell(
          #"respond "[\"$AWS_ACCESS_KEY_ID\",\"$AWS_SECRET_ACCESS_KEY\",\"$AWS_SESSION_TOKEN\"]""#
        )
      )
    )
    let keys = try #require(try await stage.invoke().json.array?.compactMap(\.string))
    try #require(keys.count == 3)
    func call(_ operation: String, token: String?, service: String = "dynamodb") async throws
      -> RawClient.Answer
    {
      let body: JSON = ["TableName": "things", "Key": ["id": ["S": "x"]]]
      var headers = [
        ("x-amz-target", "DynamoDB_20120810.\(operation)"),
        ("content-type", "application/x-amz-json-1.0"),
      ]
      if let token { headers.append(("x-amz-security-token", token)) }
      let (method, target) = service == "rollcall" ? ("GET", "/_rollcall/faults") : ("POST", "/")
      let request = signed(
        method,
        target,
        headers: service == "rollcall" ? Array(headers.dropFirst(2)) : headers,
        body: service == "rollcall" ? [] : body.bytes(),
        service: service,
        date: SystemWallClock().now,
        credentials: AWSCredentials(accessKeyID: keys[0], secretAccessKey: keys[1]),
        host: "127.0.0.1:\(stage.cloud.port)"
      )
      return try #require(
        await RawClient(port: stage.cloud.port).send(
          method,
          target,
          headers: request.headers.map { ($0.name, $0.value) },
          body: request.body
        )
      )
    }
    #expect(try await call("GetItem", token: keys[2]).status == 200)
    let denied = try await call("DeleteItem", token: keys[2])
    #expect(denied.status == 400)
    #expect(denied.json["__type"]?.string?.hasSuffix("#AccessDeniedException") == true)
    #expect(
      denied.json["message"]?.string
        == "User: arn:aws:sts::000000000000:assumed-role/f-role/f is not authorized to perform: "
        + "dynamodb:DeleteItem on resource: \(FunctionRoleTests.table) because no identity-based "
        + "policy allows the dynamodb:DeleteItem action"
    )
    for token in [nil, "wrong"] {
      let refused = try await call("GetItem", token: token)
      #expect(refused.json["__type"]?.string?.hasSuffix("UnrecognizedClientException") == true)
    }
    #expect(try await call("", token: keys[2], service: "rollcall").status == 403)
    // The key ends with its process.
    try await stage.upload(FunctionStage.zip(FunctionStage.shell("respond 1")))
    #expect(try await eventually { try await call("GetItem", token: keys[2]).status != 200 })
    await stage.cloud.close()
  }
}

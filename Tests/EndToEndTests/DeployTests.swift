import Glibc
import TestKit
import Testing

@Suite("Deploying", .timeLimit(.minutes(30)))
@BlockingTests
struct DeployTests {
  private let stage: Stage
  private let aws = FakeAWS()

  init() throws { stage = try Stage() }

  private func run(
    _ arguments: String...,
    environment changes: [String: String] = [:]
  ) throws -> CommandRun {
    try CommandRun(
      stage.program,
      arguments,
      environment: stage.environment.merging(keys) { $1 }.merging(changes) { $1 }
    )
  }

  private var keys: [String: String] {
    [
      "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
      "AWS_REGION": "eu-central-1", "AWS_ENDPOINT_URL": aws.url,
    ]
  }

  private var configuration: String { "\(stage.folder.path)/.config/rollcall" }

  private func text(_ path: String) throws -> String {
    let file = try #require(fopen(path, "r"), "\(path) is not there")
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  private func zip() throws -> String {
    try stage.write("code.zip", "PK\u{3}\u{4}code")
    return "\(configuration)/code.zip"
  }

  @Test("A deployment prints what the requirements list, and leaves a key and a context behind")
  func deployment() throws {
    try stage.write("config.yaml", "# mine\ntheme: dark\n")
    let zip = try zip()
    let first = try run("deploy", "--yes", "--zip", zip)
    #expect(first.status == 0, "\(first.errors)")
    for line in [
      "arn:aws:states:eu-central-1:123456789012:stateMachine:customers-workflow",
      "customer-scan-schedule / customer-created-to-sfn",
      "https://abc.execute-api.eu-central-1.amazonaws.com/prod", "rollcall --context rollcall",
    ] { #expect(first.output.contains(line), "\(first.output)") }
    #expect(first.errors.contains("CREATE_COMPLETE  CustomerTable"), "\(first.errors)")
    #expect(!(first.output + first.errors).contains("the-secret-key"))
    #expect(try text("\(configuration)/api-key-rollcall") == "the-secret-key\n")
    var status = Glibc.stat()
    #expect(stat("\(configuration)/api-key-rollcall", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    let yaml = try text("\(configuration)/config.yaml")
    #expect(yaml.hasPrefix("# mine\ntheme: dark\n"))
    #expect(
      yaml.contains("\n  rollcall:\n    stack: rollcall\n    region: eu-central-1\n"),
      "\(yaml)"
    )
    #expect(!yaml.contains("the-secret-key"))
    aws.with { $0.hasNoChanges = true }
    let second = try run("deploy", "--yes", "--zip", zip, "--json")
    #expect(second.status == 0, "\(second.errors)")
    #expect(second.output.contains("\"changed\": false"))
    #expect(second.errors.contains("nothing to change"))
    #expect(try text("\(configuration)/config.yaml") == yaml)
    let journal = try text("\(stage.folder.path)/.local/state/rollcall/journal.jsonl")
    #expect(journal.contains(#""action":"deploy","resource":"rollcall","outcome":"done""#))
  }

  @Test("With --verbose each call is told, and no secret")
  func calls() throws {
    let deployed = try run("deploy", "--yes", "--zip", try zip(), "--verbose")
    #expect(deployed.status == 0, "\(deployed.errors)")
    for call in ["sts GetCallerIdentity  200", "cloudformation CreateChangeSet  200", "s3 PUT /"] {
      #expect(deployed.errors.contains(call), "\(call): \(deployed.errors)")
    }
    #expect(!deployed.errors.contains("the-secret-key"))
    let destroyed = try run("destroy", "--yes", "rollcall", "--verbose")
    #expect(destroyed.errors.contains("cloudformation DeleteStack  200"), "\(destroyed.errors)")
    let quiet = try run("deploy", "--yes", "--zip", try zip())
    #expect(!quiet.errors.contains("GetCallerIdentity"), "\(quiet.errors)")
  }

  @Test("A failed deployment names the resource and the reason, and is journalled")
  func failure() throws {
    aws.with { state in
      state.outcomes = [
        FakeAWS.Outcome(
          "ROLLBACK_COMPLETE",
          events: [
            ("Rule", "AWS::Events::Rule", "CREATE_FAILED", "Resource creation cancelled"),
            ("Api", "AWS::ApiGateway::RestApi", "CREATE_FAILED", "Too many APIs"),
          ]
        )
      ]
    }
    let run = try run("deploy", "--yes", "--zip", try zip())
    #expect(run.status == 69, "\(run)")
    let told = run.errors.split(separator: "\n").last ?? ""
    #expect(told.contains("Api (AWS::ApiGateway::RestApi): Too many APIs"), "\(told)")
    #expect(told.contains("1 more") && told.contains("taken back"), "\(told)")
    let journal = try text("\(stage.folder.path)/.local/state/rollcall/journal.jsonl")
    #expect(journal.contains("failed: Too many APIs"))
  }

  @Test("READ-ONLY makes deploying and destroying impossible, and nobody is asked in a script")
  func refusals() throws {
    #expect(try run("deploy", "--read-only", "--yes").status == 77)
    #expect(try run("destroy", "--read-only", "--yes", "rollcall").status == 77)
    #expect(try run("deploy", "--zip", try zip()).status == 64)
    #expect(try run("destroy").status == 64)
    #expect(try run("destroy", "--yes", "other").status == 64)
    #expect(try run("deploy", "--yes", "--parameter", "Nope=1").status == 65)
    #expect(try run("deploy", "--yes").status == 65)
    #expect(try run("deploy", "--yes", "--data", "/nowhere").status == 78)
    #expect(!aws.names.contains { $0.contains("ChangeSet") || $0.contains("DeleteStack") })
  }

  @Test("What is there already is told with the choices, and nothing is changed")
  func taken() throws {
    aws.with { state in
      state.existing["events DescribeRule customer-scan-schedule"] =
        #"{"Name":"customer-scan-schedule","Arn":"arn:r","State":"ENABLED"}"#
    }
    let run = try run("deploy", "--yes", "--zip", try zip())
    #expect(run.status == 65, "\(run)")
    for words in ["rule customer-scan-schedule", "--import", "--name-prefix"] {
      #expect(run.errors.contains(words), "\(run.errors)")
    }
    #expect(!aws.names.contains { $0.contains("ChangeSet") })
  }

  @Test("Ctrl-c leaves the operation running and says how to follow it, which deploy then does")
  func interruption() throws {
    aws.with { state in
      let step = ("Api", "AWS::ApiGateway::RestApi", "CREATE_IN_PROGRESS", "")
      state.outcomes = [
        FakeAWS.Outcome("CREATE_COMPLETE", events: Array(repeating: step, count: 4))
      ]
    }
    let zip = try zip()
    let terminal = try stage.open("deploy", "--yes", "--zip", zip, environment: keys)
    try terminal.shows("CREATE_IN_PROGRESS  Api")
    try terminal.press("ctrl-c")
    try terminal.shows("goes on in AWS")
    #expect(terminal.waitForExit() == .code(130))
    aws.with { $0.hasNoChanges = true }
    let again = try run("deploy", "--yes", "--zip", zip)
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("following it first"), "\(again.errors)")
  }

  @Test("Destroying takes the stack, keeps the table, and deploying anew imports it")
  func destruction() throws {
    let zip = try zip()
    #expect(try run("deploy", "--yes", "--zip", zip).status == 0)
    let destroyed = try run("destroy", "--yes", "rollcall")
    #expect(destroyed.status == 0, "\(destroyed.errors)")
    #expect(destroyed.errors.contains("table customer_ids is kept"), "\(destroyed.errors)")
    #expect(aws.with { $0.objects } == nil)
    aws.with { state in
      state.resources = [:]
      state.existing["dynamodb DescribeTable customer_ids"] = """
        {"Table":{"TableName":"customer_ids","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],\
        "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}}
        """
    }
    let again = try run("deploy", "--yes", "--zip", zip)
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("taking over what is there already: table customer_ids"))
  }
}

@Suite("The doctor", .timeLimit(.minutes(30)))
@BlockingTests
struct DoctorTests {
  /// A local cloud for several commands, with the variables that `env` gives.
  private func run(_ script: String) throws -> CommandRun {
    let stage = try Stage()
    return try stage.run(
      "env",
      "--",
      "sh",
      "-c",
      "unset AWS_ENDPOINT_URL ROLLCALL_API_URL; R=\(stage.program); \(script)",
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"]
    )
  }

  @Test("A fresh local cloud is well in all respects")
  func health() throws {
    let run = try run("$R doctor --json")
    #expect(run.status == 0, "\(run.output)")
    #expect(!run.output.contains("\"warn\"") && !run.output.contains("\"fail\""), "\(run.output)")
    for check in [
      "credentials", "clock", "api key", "no key", "usage plan", "preflight", "cors on answers",
      "cors on errors", "unknown path", "validation", "table", "functions", "workflow", "rules",
      "alarms", "subscription", "permissions",
    ] { #expect(run.output.contains("\"check\": \"\(check)\""), "\(check)") }
  }

  @Test(
    "A fault is found, named with what to do, and makes the status 1",
    arguments: [
      ("ROLLCALL_API_KEY=wrong $R doctor", "fail  api key", "it is wrong"),
      (
        "$R rules disable customer-created-to-sfn >/dev/null && $R doctor", "fail  rules",
        "rollcall rules enable customer-created-to-sfn"
      ),
      (
        "$R rules disable customer-scan-schedule >/dev/null && $R doctor", "fail  rules",
        "rollcall rules enable customer-scan-schedule"
      ),
    ]
  )
  func faults(script: String, finding: String, advice: String) throws {
    let run = try run(script)
    #expect(run.status == 1, "\(run)")
    #expect(run.output.contains(finding) && run.output.contains(advice), "\(run.output)")
  }

  @Test("With --verbose the doctor tells its calls")
  func calls() throws {
    let run = try run("$R doctor --verbose")
    #expect(run.status == 0, "\(run.output)")
    #expect(run.errors.contains("dynamodb DescribeTable  200"), "\(run.errors)")
    #expect(run.errors.contains("api GET "), "\(run.errors)")
  }

  @Test("Alarm actions that are disabled and a table that is gone are found")
  func changesFromOutside() throws {
    let stage = try Stage()
    func call(_ service: String, _ target: String, _ body: String) -> String {
      """
      curl -sf --aws-sigv4 "aws:amz:$AWS_REGION:\(service)" \
      -u "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -H "X-Amz-Target: \(target)" \
      -H "Content-Type: application/x-amz-json-1.0" -d '\(body)' "$E/" >/dev/null
      """
    }
    let disable = call(
      "monitoring",
      "GraniteServiceVersion20100801.DisableAlarmActions",
      #"{"AlarmNames":["customer-ids-api-5xx"]}"#
    )
    let delete = call("dynamodb", "DynamoDB_20120810.DeleteTable", #"{"TableName":"customer_ids"}"#)
    let run = try stage.run(
      "env",
      "--",
      "sh",
      "-c",
      "E=$AWS_ENDPOINT_URL; unset AWS_ENDPOINT_URL ROLLCALL_API_URL; \(disable) && \(delete) && "
        + "\(stage.program) doctor"
    )
    #expect(run.status == 1, "\(run)")
    #expect(run.output.contains("the actions of customer-ids-api-5xx are disabled"), "\(run)")
    #expect(run.output.contains("fail  table"), "\(run.output)")
  }

  @Test("An address that leads elsewhere is told, not taken for a wrong key")
  func wrongAddress() throws {
    let stage = try Stage()
    let run = try stage.run(
      "env",
      "--",
      "sh",
      "-c",
      "\(stage.program) doctor --endpoint-url $AWS_ENDPOINT_URL/ "
        + "--api-url $AWS_ENDPOINT_URL/prod/v2"
    )
    #expect(run.status == 1, "\(run)")
    #expect(run.output.contains("ends in the stage"), "\(run.output)")
  }
}

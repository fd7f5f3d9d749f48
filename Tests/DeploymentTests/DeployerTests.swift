import AWSClient
import AWSWire
import CustomerBackend
import JSONValue
import TestKit
import Testing

@testable import Deployment

struct DeployerTests {
  private let key = "functions/\(Digest.sha256Hex(FixedArtifact().bytes)).zip"

  @Test func `a first deployment makes the bucket, uploads and creates the stack`() async throws {
    let stage = try DeploymentStage()
    let deployed = try await stage.deploy(parameters: ["AlertEmail": "a@b.c"])
    #expect(deployed.hasChanged)
    #expect(deployed.apiKey == "the-secret-key")
    #expect(deployed.stack.status == .createComplete)
    #expect(
      try deployed.output("ApiUrl") == "https://abc.execute-api.eu-central-1.amazonaws.com/prod"
    )
    #expect(stage.aws.with { $0.objects } == [key: FixedArtifact().bytes])
    let create = try #require(
      stage.aws.calls.first { $0.name == "cloudformation CreateChangeSet" }?.form
    )
    #expect(create["ChangeSetType"] == "CREATE")
    #expect(create["Capabilities.member.1"] == "CAPABILITY_NAMED_IAM")
    #expect(create["TemplateBody"] == BackendTemplate.yaml)
    #expect(
      stage.aws.with { $0.parameters } == [
        "AlertEmail": "a@b.c", "ArtifactBucket": "rollcall-123456789012-eu-central-1",
        "ArtifactKey": key,
      ]
    )
    #expect(
      stage.notebook.events == [
        "rollcall CREATE_IN_PROGRESS", "CustomerTable CREATE_COMPLETE", "rollcall CREATE_COMPLETE",
      ]
    )
    let settings = stage.aws.names.filter { $0.hasPrefix("s3 PUT") && $0.contains("?") }
    #expect(
      settings.map { $0.split(separator: "?").last }
        == ["publicAccessBlock", "ownershipControls", "encryption"]
    )
  }

  @Test func `a second deployment uploads nothing and says that nothing changes`() async throws {
    var state = try DeploymentStage.deployed()
    state.hasNoChanges = true
    state.objects = [key: FixedArtifact().bytes]
    let stage = try DeploymentStage(state)
    let deployed = try await stage.deploy()
    #expect(!deployed.hasChanged && deployed.apiKey == "the-secret-key")
    #expect(stage.notebook.news.contains(.noChanges))
    #expect(stage.notebook.news.contains(.uploaded(key: key)))
    #expect(!stage.aws.names.contains("cloudformation ExecuteChangeSet"))
    #expect(stage.aws.names.contains("cloudformation DeleteChangeSet"))
  }

  @Test func `an update keeps the parameters that are not set`() async throws {
    let stage = try DeploymentStage(try DeploymentStage.deployed())
    _ = try await stage.deploy(parameters: ["ApiRateLimit": "7"], artifact: nil)
    let form = try #require(
      stage.aws.calls.first { $0.name == "cloudformation CreateChangeSet" }?.form
    )
    #expect(form["ChangeSetType"] == "UPDATE")
    #expect(form["Parameters.member.1.ParameterKey"] == "ApiRateLimit")
    #expect(form["Parameters.member.2.UsePreviousValue"] == "true")
    #expect(stage.aws.with { $0.parameters["AlertEmail"] } == "a@b.c")
    #expect(stage.aws.with { $0.parameters["ArtifactKey"] } == "functions/old.zip")
  }

  @Test func `a failed update is told with its first real cause`() async throws {
    var state = try DeploymentStage.deployed()
    state.outcomes = [
      FakeAWS.Outcome(
        "UPDATE_ROLLBACK_COMPLETE",
        events: [
          ("B", "AWS::IAM::Role", "UPDATE_FAILED", "Resource update cancelled"),
          ("A", "AWS::Lambda::Function", "UPDATE_FAILED", "Handler too long"),
        ]
      )
    ]
    let stage = try DeploymentStage(state)
    let problem = await #expect(throws: DeploymentProblem.self) { try await stage.deploy() }
    guard case .operationFailed(let report) = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(report.causes.map(\.logicalID) == ["A"])
    #expect(report.cascades == 1 && report.status == .updateRollbackComplete)
  }

  @Test(arguments: ["ROLLBACK_COMPLETE", "CREATE_FAILED", "DELETE_FAILED", "ROLLBACK_FAILED"])
  func `the remains of a failed creation are deleted, and it is made anew`(
    status: String
  ) async throws {
    let stage = try DeploymentStage(try DeploymentStage.deployed(status))
    let deployed = try await stage.deploy()
    #expect(deployed.stack.status == .createComplete)
    let changes = stage.aws.names.filter {
      ["cloudformation DeleteStack", "cloudformation ExecuteChangeSet"].contains($0)
    }
    #expect(changes == ["cloudformation DeleteStack", "cloudformation ExecuteChangeSet"])
  }

  @Test func `a deletion that fails again is told, not tried for ever`() async throws {
    var state = try DeploymentStage.deployed("DELETE_FAILED")
    state.outcomes = [
      FakeAWS.Outcome(
        "DELETE_FAILED",
        events: [("Api", "AWS::ApiGateway::RestApi", "DELETE_FAILED", "still in use")]
      )
    ]
    let stage = try DeploymentStage(state)
    let problem = await #expect(throws: DeploymentProblem.self) { try await stage.deploy() }
    guard case .operationFailed(let report) = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(report.causes.map(\.reason) == ["still in use"])
    #expect(stage.aws.names.count { $0 == "cloudformation DeleteStack" } == 1)
  }

  @Test(
    arguments: [
      ("UPDATE_ROLLBACK_FAILED", "cloudformation ContinueUpdateRollback"),
      ("UPDATE_FAILED", "cloudformation RollbackStack"),
    ]
  )
  func `a rollback that got stuck is taken up before the update`(
    status: String,
    operation: String
  ) async throws {
    let stage = try DeploymentStage(try DeploymentStage.deployed(status))
    let deployed = try await stage.deploy()
    #expect(deployed.stack.status == .updateComplete)
    let names = stage.aws.names
    let mended = try #require(names.firstIndex(of: operation))
    let updated = try #require(names.firstIndex(of: "cloudformation ExecuteChangeSet"))
    #expect(mended < updated)
  }

  @Test func `an operation under way is followed first, and a lost connection is waited out`()
    async throws
  {
    var state = try DeploymentStage.deployed("CREATE_COMPLETE")
    state.hasNoChanges = true
    let stage = try DeploymentStage(state)
    stage.aws.with { state in
      state.outcomes = [
        FakeAWS.Outcome("UPDATE_COMPLETE", events: [("A", "T", "UPDATE_COMPLETE", "")])
      ]
    }
    // Somebody else began an update.
    let client = stage.surroundings.client
    _ = try await client.call(AWSCall(.cloudFormation, "ExecuteChangeSet", ["ChangeSetName": "x"]))
    let (aws, notebook) = (stage.aws, stage.notebook)
    let deployer = Deployer(stage.surroundings) { news in
      notebook.take(news)
      if case .following = news { aws.with { $0.failingLooks = 7 } }
    } confirm: { _ in
      true
    }
    _ = try await deployer.deploy(
      DeploymentRequest(stackName: "rollcall", template: BackendTemplate.yaml)
    )
    #expect(notebook.news.contains { if case .cannotLook = $0 { true } else { false } })
    #expect(stage.notebook.news.contains { if case .following = $0 { true } else { false } })
    #expect(stage.notebook.events.contains("A UPDATE_COMPLETE"))
  }

  @Test func `a table that an earlier stack left is imported, then updated`() async throws {
    var state = FakeAWS.State()
    state.existing["dynamodb DescribeTable customer_ids"] = table
    let stage = try DeploymentStage(state)
    let deployed = try await stage.deploy()
    #expect(deployed.stack.status == .updateComplete)
    let orders = stage.aws.calls.filter { $0.name == "cloudformation CreateChangeSet" }.map(\.form)
    #expect(orders.map { $0["ChangeSetType"] } == ["IMPORT", "UPDATE"])
    #expect(orders[0]["ResourcesToImport.member.1.LogicalResourceId"] == "CustomerTable")
    #expect(
      orders[0]["ResourcesToImport.member.1.ResourceIdentifier.entry.1.value"] == "customer_ids"
    )
    let template = try JSON(parsing: orders[0]["TemplateBody"] ?? "")
    #expect(template["Resources"]?["CustomerTable"]?["DeletionPolicy"] == "Retain")
    #expect(template["Resources"]?.object?.count == 1)
  }

  @Test func `other resources of the backend's names are told, and imported only if asked`()
    async throws
  {
    var state = FakeAWS.State()
    state.existing["dynamodb DescribeTable customer_ids"] = table
    state.existing["events DescribeRule customer-scan-schedule"] =
      #"{"Name":"customer-scan-schedule","Arn":"arn:r","State":"ENABLED","ScheduleExpression":"rate(5 minutes)"}"#
    state.existing["events ListTargetsByRule customer-scan-schedule"] =
      #"{"Targets":[{"Id":"sfn1","Arn":"arn:m","RoleArn":"arn:role"}]}"#
    state.existing["lambda GetFunction get_customer_id"] =
      #"{"Configuration":{"FunctionName":"get_customer_id","Role":"arn:role","Runtime":"python3.11","Handler":"h","PackageType":"Zip"}}"#
    state.existing["sns GetTopicAttributes alerts"] =
      "<Attributes><entry><key>TopicArn</key><value>arn:t</value></entry></Attributes>"
    let stage = try DeploymentStage(state)
    let problem = await #expect(throws: DeploymentProblem.self) { try await stage.deploy() }
    guard case .namesTaken(let existing) = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(
      Set(existing.map(\.words)) == [
        "table customer_ids", "rule customer-scan-schedule", "function get_customer_id",
        "topic alerts",
      ]
    )
    #expect(!stage.aws.names.contains("cloudformation CreateChangeSet"))
    _ = try await stage.deploy(onExisting: .importAll)
    let form = try #require(
      stage.aws.calls.first { $0.name == "cloudformation CreateChangeSet" }?.form
    )
    let resources = try JSON(parsing: form["TemplateBody"] ?? "")["Resources"]
    // A target that the stack does not know would stay and start every run twice.
    #expect(resources?["CustomerScanSchedule"]?["Properties"]?["Targets"]?[0]?["Id"] == "sfn1")
    #expect(resources?["GetCustomerIdFunction"]?["Properties"]?["Runtime"] == "python3.11")
    let identifiers = form.filter { $0.key.contains("ResourceIdentifier.entry") }.values
    // CloudFormation said that it finds rules by their ARN alone.
    #expect(identifiers.contains("arn:r") && !identifiers.contains("customer-scan-schedule"))
  }

  @Test func `a table with another key cannot be taken over`() async throws {
    var state = FakeAWS.State()
    state.existing["dynamodb DescribeTable customer_ids"] =
      #"{"Table":{"TableName":"customer_ids","KeySchema":[{"AttributeName":"x","KeyType":"HASH"}]}}"#
    let stage = try DeploymentStage(state)
    let problem = await #expect(throws: DeploymentProblem.self) { try await stage.deploy() }
    guard case .cannotImport(let existing) = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(existing.first?.obstacle.isEmpty == false)
  }

  @Test func `without agreement nothing is left behind`() async throws {
    let stage = try DeploymentStage()
    await #expect(throws: DeploymentProblem.declined) { try await stage.deploy(agrees: false) }
    #expect(!stage.aws.names.contains("cloudformation ExecuteChangeSet"))
    #expect(stage.aws.names.contains("cloudformation DeleteStack"))
  }

  @Test func `whoever ends the program while they are asked leaves nothing behind`() async throws {
    let stage = try DeploymentStage()
    let deployer = Deployer(stage.surroundings, report: stage.notebook.take) { _ in
      withUnsafeCurrentTask { $0?.cancel() }
      throw CancellationError()
    }
    let deployment = Task {
      try await deployer.deploy(
        DeploymentRequest(
          stackName: "rollcall",
          template: BackendTemplate.yaml,
          artifact: FixedArtifact()
        )
      )
    }
    await #expect(throws: CancellationError.self) { try await deployment.value }
    #expect(stage.aws.names.contains("cloudformation DeleteChangeSet"))
    #expect(stage.aws.names.contains("cloudformation DeleteStack"))
  }

  @Test func `a new stack whose change set is refused is taken away again`() async throws {
    var state = FakeAWS.State()
    state.changeSetFailure = "Transform failed"
    let stage = try DeploymentStage(state)
    await #expect(throws: DeploymentProblem.changeSetFailed("Transform failed")) {
      try await stage.deploy()
    }
    #expect(stage.aws.names.contains("cloudformation DeleteStack"))
  }

  @Test func `what is wrong beforehand is told before anything is made`() async throws {
    let unknown = try DeploymentStage()
    await #expect(throws: DeploymentProblem.self) {
      try await unknown.deploy(parameters: ["Nope": "1"])
    }
    #expect(unknown.aws.calls.isEmpty)
    let bare = try DeploymentStage()
    await #expect(throws: DeploymentProblem.noArtifact) { try await bare.deploy(artifact: nil) }
    var foreign = FakeAWS.State()
    foreign.bucketIsForeign = true
    let sniped = try DeploymentStage(foreign)
    await #expect(throws: DeploymentProblem.foreignBucket("rollcall-123456789012-eu-central-1")) {
      try await sniped.deploy()
    }
    var other = try DeploymentStage.deployed()
    other.summary = "Somebody's database"
    other.parameters = [:]
    let stranger = try DeploymentStage(other)
    await #expect(throws: DeploymentProblem.notOurs("rollcall")) { try await stranger.deploy() }
    #expect(!stranger.aws.names.contains { $0.contains("ChangeSet") })
    var failing = FakeAWS.State()
    failing.changeSetFailure = "Parameter ApiRateLimit must be a number"
    let refused = try DeploymentStage(failing)
    await #expect(
      throws: DeploymentProblem.changeSetFailed("Parameter ApiRateLimit must be a number")
    ) { try await refused.deploy() }
  }

  @Test func `a template too large for a call goes through the bucket`() async throws {
    let stage = try DeploymentStage()
    let padding = String(repeating: "# padding\n", count: 3000)
    _ = try await Deployer(stage.surroundings, report: stage.notebook.take) { _ in true }.deploy(
      DeploymentRequest(
        stackName: "rollcall",
        template: BackendTemplate.yaml + padding,
        artifact: FixedArtifact()
      )
    )
    let form = stage.aws.calls.first { $0.name == "cloudformation CreateChangeSet" }?.form
    let url = try #require(form?["TemplateURL"])
    let key = try #require(url.split(separator: "rollcall-123456789012-eu-central-1/").last)
    #expect(key.hasPrefix("templates/"))
    #expect(
      stage.aws.with { $0.objects?[String(key)]?.count }
        == (BackendTemplate.yaml + padding).utf8.count
    )
  }

  @Test func `the deployer's policy allows every call that a deployment makes`() async throws {
    var state = FakeAWS.State()
    state.existing["dynamodb DescribeTable customer_ids"] = table
    let stage = try DeploymentStage(state)
    _ = try await stage.deploy()
    let known = Set(
      OperationTable.rows.filter { $0.roles.contains(.deployer) }.map(\.operation)
    )
    for call in stage.aws.names where !call.hasPrefix("s3 ") && !call.contains(" GET /") {
      let operation = String(call.split(separator: " ")[1])
      #expect(known.contains(operation), "\(call)")
    }
  }

  private let table = """
    {"Table":{"TableName":"customer_ids","TableStatus":"ACTIVE","KeySchema":[{"AttributeName":"id",\
    "KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],\
    "BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"}}}
    """
}

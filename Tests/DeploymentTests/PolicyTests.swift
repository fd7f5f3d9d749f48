import AWSWire
import CustomerBackend
import Foundation
import JSONValue
import Testing

@testable import Deployment

struct PolicyTests {
  private static let sources = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources")

  /// The sources of the rooms that call AWS for a person.
  private func texts(_ rooms: [String]) throws -> [String] {
    try rooms.flatMap { room in
      let folder = Self.sources.appending(path: room)
      return try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".swift") && !$0.contains("OperationTable") }
        .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    }
  }

  /// Every operation that the sources name, as `service Operation`.
  private func calls() throws -> Set<String> {
    var found: Set<String> = []
    let services = AWSService.allCases.map(\.rawValue).joined(separator: "|")
    let direct = try Regex(
      #"\.(\#(services)),\s*(?:enabled \? )?"([A-Z]\w+)"(?: : "([A-Z]\w+)")?"#
    )
    for text in try texts(["CustomerServices", "DashboardRuntime", "Deployment", "rollcall"]) {
      for match in text.matches(of: direct) {
        for group in [2, 3] {
          if let operation = match.output[group].substring, let service = match.output[1].substring
          {
            found.insert("\(service) \(operation)")
          }
        }
      }
    }
    let stack = try Regex(#"(?:call|pages)\(\s*"([A-Z]\w+)""#)
    for text in try texts(["Deployment"]) {
      for match in text.matches(of: stack) {
        found.insert("cloudFormation \(match.output[1].substring ?? "")")
      }
    }
    let storage = try Regex(#"\(\s*"((?:Put|Head|Create|List|Delete)(?:Bucket|Object|Public)\w*)""#)
    for text in try texts(["AWSClient/S3"]) {
      for match in text.matches(of: storage) {
        found.insert("s3 \(match.output[1].substring ?? "")")
      }
    }
    return found
  }

  @Test func `the table has every operation that the sources call, and no other`() throws {
    let table = Set(OperationTable.rows.map { "\($0.service.rawValue) \($0.operation)" })
    let calls = try calls()
    #expect(calls.subtracting(table).sorted() == [], "called, but not in the table")
    #expect(table.subtracting(calls).sorted() == [], "in the table, but never called")
    #expect(table.count == OperationTable.rows.count, "an operation stands there twice")
  }

  @Test func `the deployer may make every type of resource that the template has`() throws {
    for type in try TemplateOutline(yaml: BackendTemplate.yaml).types {
      #expect(ResourceActions.know(type), "\(type)")
    }
  }

  @Test(arguments: OperationTable.Role.allCases)
  func `a policy is one that IAM takes`(role: OperationTable.Role) throws {
    let outline = try TemplateOutline(yaml: BackendTemplate.yaml)
    let place = PolicyPlace(
      outline,
      region: "eu-central-1",
      account: "123456789012",
      prefix: "blue-"
    )
    let policy = Policy(role, in: place, types: outline.types).json
    // A managed policy may have 6,144 characters.
    #expect(policy.text().count < 6144, "\(policy.text().count)")
    #expect(policy["Version"] == "2012-10-17")
    for statement in policy["Statement"]?.array ?? [] {
      #expect(statement["Action"]?.array?.isEmpty == false)
      for action in statement["Action"]?.array ?? [] {
        #expect(action.string?.contains(/^[a-z0-9]+:[A-Za-z*]+$/) == true, "\(action)")
      }
      for resource in statement["Resource"]?.array ?? [] {
        let text = resource.string ?? ""
        #expect(text == "*" || text.split(separator: ":").first == "arn", "\(text)")
      }
    }
  }

  @Test func `looking allows no change`() throws {
    let place = PolicyPlace(try TemplateOutline(yaml: BackendTemplate.yaml))
    let actions =
      Policy(.dashboard, in: place).json["Statement"]?.array?
      .flatMap { $0["Action"]?.array ?? [] }.compactMap(\.string) ?? []
    #expect(!actions.isEmpty)
    // Starting a live tail begins nothing but an answer.
    let reads = ["Describe", "Get", "List", "Filter", "GET", "StartLiveTail"]
    for action in actions {
      let verb = action.split(separator: ":").last ?? ""
      #expect(reads.contains { verb.hasPrefix($0) }, "\(action)")
    }
  }

  @Test func `the secret that the API key comes from may be read, where it comes from one`() throws
  {
    let outline = try TemplateOutline(yaml: BackendTemplate.yaml)
    let arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:api-key-AbCdEf"
    func statements(_ secret: String?) -> [JSON] {
      let place = PolicyPlace(outline, keySecret: secret)
      return (Policy(.dashboard, in: place).json["Statement"]?.array ?? [])
        .filter { $0["Action"]?.array?.contains("secretsmanager:GetSecretValue") == true }
    }
    #expect(statements(arn).map { $0["Resource"] } == [[.string(arn)]])
    #expect(statements(nil) == [])
  }

  /// The resources that a policy for looking names, of a template.
  private func resources(_ template: String, region: String) throws -> [String] {
    let outline = try TemplateOutline(yaml: template)
    let place = PolicyPlace(outline, region: region, account: "1", prefix: "blue-")
    return (Policy(.dashboard, in: place).json["Statement"]?.array ?? [])
      .flatMap { $0["Resource"]?.array ?? [] }.compactMap(\.string)
  }

  @Test func `names are the template's, and carry the prefix`() throws {
    let text = try resources(BackendTemplate.yaml, region: "eu-central-1").joined(separator: "\n")
    for name in [
      "dynamodb:eu-central-1:1:table/blue-customer_ids",
      "states:eu-central-1:1:stateMachine:blue-customers-workflow",
      "states:eu-central-1:1:execution:blue-customers-workflow:*",
      "events:eu-central-1:1:rule/blue-customer-scan-schedule", "sns:eu-central-1:1:blue-alerts",
      "lambda:eu-central-1:1:function:blue-submit_workflow",
      "logs:eu-central-1:1:log-group:/aws/lambda/blue-*:*",
      "logs:eu-central-1:1:log-group:/aws/vendedlogs/states/blue-customers-workflow:*",
      "logs:eu-central-1:1:log-group:/aws/apigateway/blue-customer-ids-api",
    ] {
      #expect(text.contains("arn:aws:\(name)"), "\(name)")
    }
    let renamed = BackendTemplate.yaml.replacing("customer_ids", with: "clients")
    #expect(
      try resources(renamed, region: "*").contains("arn:aws:dynamodb:*:1:table/blue-clients")
    )
  }

  @Test(arguments: [
    ("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"),
    ("*", "aws"),
  ])
  func `ARNs are of the region's partition`(region: String, partition: String) throws {
    for resource in try resources(BackendTemplate.yaml, region: region) where resource != "*" {
      #expect(resource.hasPrefix("arn:\(partition):"), "\(resource)")
    }
  }
}

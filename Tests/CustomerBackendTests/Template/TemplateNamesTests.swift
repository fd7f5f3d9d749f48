import CustomerBackend
import Testing
import Yams

struct TemplateNamesTests {
  private let template: TemplateDocument

  init() throws { template = try TemplateDocument() }

  @Test(arguments: [
    ("DynamoDB::Table", "TableName", ["customer_ids"]),
    ("SNS::Topic", "TopicName", ["alerts"]),
    ("StepFunctions::StateMachine", "StateMachineName", ["customers-workflow"]),
    ("Events::Rule", "Name", ["customer-scan-schedule", "customer-created-to-sfn"]),
    ("ApiGateway::RestApi", "Name", ["customer-ids-api"]),
  ])
  func `the resources have the names the contract gives them`(
    type: String,
    property: String,
    names: [String]
  ) {
    #expect(template.all(type).compactMap { $0[property]?.plainName } == names)
    #expect(
      template.all(type).allSatisfy { $0[property]?.text?.hasPrefix("${NamePrefix}") == true }
    )
  }

  @Test func `the functions are those of the program, each under its own handler`() {
    let functions = template.all("Lambda::Function")
    let names = BackendFunction.allCases.map(\.rawValue)
    #expect(functions.compactMap { $0["FunctionName"]?.plainName } == names)
    #expect(functions.compactMap { $0["Handler"]?.text } == names)
    #expect(functions.allSatisfy { $0["Runtime"]?.text == "provided.al2023" })
  }

  @Test func `every writer has a log group, kept for a while`() {
    let groups = template.all("Logs::LogGroup")
    let names = groups.compactMap {
      $0["LogGroupName"]?.text?.split(separator: "${NamePrefix}").joined()
    }
    #expect(
      Set(names)
        == Set(
          BackendFunction.allCases.map { "/aws/lambda/\($0.rawValue)" } + [
            "/aws/vendedlogs/states/customers-workflow", "/aws/apigateway/customer-ids-api",
          ]
        )
    )
    #expect(groups.allSatisfy { $0["RetentionInDays"]?.text == "LogRetentionDays" })
  }

  @Test func `the table is keyed by the id, on demand, and outlives the stack`() throws {
    let table = try #require(template.resource("CustomerTable"))
    #expect(table.node["DeletionPolicy"]?.text == "Retain")
    #expect(table.node["UpdateReplacePolicy"]?.text == "Retain")
    #expect(table["BillingMode"]?.text == "PAY_PER_REQUEST")
    let key = try #require(table["KeySchema"]?.sequence)
    #expect(key.count == 1)
    #expect(key[0]["AttributeName"]?.text == "id")
    #expect(key[0]["KeyType"]?.text == "HASH")
    #expect(table["AttributeDefinitions"]?[0]?["AttributeType"]?.text == "S")
  }

  @Test func `the parameters have safe defaults`() throws {
    let parameters = try #require(template.root["Parameters"]?.mapping)
    let defaults = [
      "NamePrefix": "", "AlertEmail": "", "ScheduleEnabled": "false", "ApiAccessLogs": "false",
      "ApiRateLimit": "100", "ApiBurstLimit": "200",
    ]
    for (name, value) in defaults {
      #expect(parameters[Node(name)]?["Default"]?.text == value, "\(name)")
    }
  }

  @Test func `every trigger hands the workflow an object with an id`() throws {
    let schedule = try #require(template.resource("CustomerScanSchedule"))
    #expect(schedule["ScheduleExpression"]?.text == "rate(5 minutes)")
    #expect(schedule["Targets"]?[0]?["Input"]?.text == #"{"id":"scheduled-check"}"#)
    let created = try #require(template.resource("CustomerCreatedRule"))
    #expect(created["EventPattern"]?["source"]?.texts == ["customer.api"])
    #expect(created["EventPattern"]?["detail-type"]?.texts == ["CustomerCreated"])
    #expect(created["Targets"]?[0]?["InputPath"]?.text == "$.detail")
    for rule in [schedule, created] {
      #expect(rule["Targets"]?[0]?["Arn"]?.text == "CustomersWorkflow")
    }
  }
}

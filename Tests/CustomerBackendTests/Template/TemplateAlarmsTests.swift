import CustomerBackend
import Testing
import Yams

struct TemplateAlarmsTests {
  private let template: TemplateDocument
  private let alarms: [TemplateDocument.Resource]

  init() throws {
    template = try TemplateDocument()
    alarms = template.all("CloudWatch::Alarm")
  }

  @Test func `there is one alarm for the workflow, one a function and one for the API`() {
    let names = alarms.compactMap { $0["AlarmName"]?.plainName }
    #expect(names.count == 9)
    #expect(
      Set(names)
        == Set(
          ["customers-workflow-failed", "customer-ids-api-5xx"]
            + BackendFunction.allCases.map { "lambda-errors-\($0.rawValue)" }
        )
    )
  }

  @Test func `every alarm watches the sum of one minute and tells both ways`() {
    for alarm in alarms {
      let name = Comment(rawValue: alarm.name)
      #expect(alarm["Statistic"]?.text == "Sum", name)
      #expect(alarm["Period"]?.text == "60", name)
      #expect(alarm["EvaluationPeriods"]?.text == "1", name)
      #expect(alarm["DatapointsToAlarm"]?.text == "1", name)
      #expect(alarm["Threshold"]?.text == "1", name)
      #expect(alarm["ComparisonOperator"]?.text == "GreaterThanOrEqualToThreshold", name)
      #expect(alarm["TreatMissingData"]?.text == "notBreaching", name)
      #expect(alarm["AlarmActions"]?.texts == ["AlertsTopic"], name)
      #expect(alarm["OKActions"]?.texts == ["AlertsTopic"], name)
    }
  }

  @Test(arguments: BackendFunction.allCases)
  func `a function's alarm watches that function's errors`(function: BackendFunction) throws {
    let alarm = try #require(
      alarms.first { $0["AlarmName"]?.plainName == "lambda-errors-\(function.rawValue)" }
    )
    #expect(alarm["Namespace"]?.text == "AWS/Lambda")
    #expect(alarm["MetricName"]?.text == "Errors")
    let dimension = try #require(alarm["Dimensions"]?[0])
    #expect(dimension["Name"]?.text == "FunctionName")
    let watched = template.resource(dimension["Value"]?.text ?? "")
    #expect(watched?["FunctionName"]?.plainName == function.rawValue)
  }

  @Test func `the other two watch failed runs and the API's own failures`() throws {
    let runs = try #require(template.resource("WorkflowFailedAlarm"))
    #expect(runs["Namespace"]?.text == "AWS/States")
    #expect(runs["MetricName"]?.text == "ExecutionsFailed")
    #expect(runs["Dimensions"]?[0]?["Name"]?.text == "StateMachineArn")
    #expect(runs["Dimensions"]?[0]?["Value"]?.text == "CustomersWorkflow")
    let answers = try #require(template.resource("Api5xxAlarm"))
    #expect(answers["Namespace"]?.text == "AWS/ApiGateway")
    #expect(answers["MetricName"]?.text == "5XXError")
    #expect(answers["Dimensions"]?[0]?["Value"]?.plainName == "customer-ids-api")
    #expect(answers["Dimensions"]?[1]?["Value"]?.text == "ProdStage")
  }
}

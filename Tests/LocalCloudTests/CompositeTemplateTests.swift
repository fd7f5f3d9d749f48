import AWSWire
import Testing

@testable import LocalCloud

/// Alarms on alarms and on metric math in a template.
@Suite(.timeLimit(.minutes(10))) struct CompositeTemplateTests {
  private let folder = ScratchFolder()

  private static let alarms = """
    Resources:
      Errors:
        Type: AWS::CloudWatch::Alarm
        Properties:
          AlarmName: errors
          EvaluationPeriods: 1
          Threshold: 5
          ComparisonOperator: GreaterThanThreshold
          Metrics:
            - {Id: rate, Expression: 100 * errors / calls}
            - Id: errors
              ReturnData: false
              MetricStat:
                Metric: {Namespace: Mine, MetricName: Errors}
                Period: 60
                Stat: Sum
            - Id: calls
              ReturnData: false
              MetricStat:
                Metric: {Namespace: Mine, MetricName: Calls}
                Period: 60
                Stat: Sum
    """

  private static let composite = """

      Everything:
        Type: AWS::CloudWatch::CompositeAlarm
        Properties:
          AlarmName: everything
          AlarmRule: !Sub ALARM(${Errors}) OR NOT OK("${Errors.Arn}")
          ActionsSuppressor: !GetAtt Errors.Arn
          ActionsSuppressorWaitPeriod: 10
          ActionsSuppressorExtensionPeriod: 20
    """

  /// The cloud's alarms under a template, in the query protocol's words.
  private func described(_ template: String) async throws -> String {
    var options = LocalCloudOptions(folder: folder.path, clock: SystemWallClock(), logger: quiet)
    options.template = template
    let cloud = try await LocalCloudHost.open(options)
    let answer = try await FunctionStage.send(
      cloud,
      "POST",
      "/",
      signedFor: "monitoring",
      headers: [("content-type", "application/x-www-form-urlencoded")],
      body: Array(
        "Action=DescribeAlarms&AlarmTypes.member.1=MetricAlarm&AlarmTypes.member.2=CompositeAlarm"
          .utf8
      )
    )
    await cloud.close(drainMilliseconds: 0)
    return String(decoding: answer.body, as: UTF8.self)
  }

  @Test func `are made in their order and taken away again`() async throws {
    let both = try await described(Self.alarms + Self.composite)
    #expect(both.contains("<Expression>100 * errors / calls</Expression>"))
    let arn = "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:errors"
    #expect(
      both.contains("<AlarmRule>ALARM(errors) OR NOT OK(&quot;\(arn)&quot;)</AlarmRule>"),
      "\(both)"
    )
    let one = try await described(Self.alarms)
    #expect(one.contains("<AlarmName>errors</AlarmName>"))
    #expect(!one.contains("everything"))
  }
}

import AWSWire
import JSONValue

@testable import LocalCloud

/// What tests of CloudWatch need again and again.
enum CloudWatchFixture {
  static let topic = "arn:aws:sns:eu-central-1:000000000000:alerts"

  static func arn(_ alarm: String) -> String {
    "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:\(alarm)"
  }

  static func service(
    _ stage: ServiceStage,
    _ witness: ServiceWitness,
    _ database: SQLiteCloudDatabase,
    timer: StagedTimer? = nil
  ) -> CloudWatchService {
    CloudWatchService(
      database: database,
      identity: stage.identity,
      timer: timer ?? stage.timer,
      topics: witness,
      logger: quiet
    )
  }

  /// An alarm on `Mine` `name` that keeps its state where there are no data.
  static func alarm(_ name: String, _ more: JSONObject = [:]) -> JSON {
    let members: JSONObject = [
      "AlarmName": .string(name), "Namespace": "Mine", "MetricName": .string(name),
      "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
      "ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": "ignore",
    ]
    return .object(members.merging(more))
  }

  static func composite(_ name: String, _ rule: String, _ more: JSONObject = [:]) -> JSON {
    let members: JSONObject = [
      "AlarmName": .string(name), "AlarmRule": .string(rule), "AlarmActions": [.string(topic)],
      "OKActions": [.string(topic)],
    ]
    return .object(members.merging(more))
  }

  /// A query of `Mine` `name`: its sum by the minute.
  static func query(_ id: String, _ name: String, _ more: JSONObject = [:]) -> JSON {
    let stat: JSONObject = [
      "Metric": ["Namespace": "Mine", "MetricName": .string(name)], "Period": 60, "Stat": "Sum",
    ]
    return ["Id": .string(id), "MetricStat": .object(stat.merging(more))]
  }

  /// The last minutes and the one that has begun.
  static func span(_ stage: ServiceStage, minutes: Int64 = 5) -> JSONObject {
    [
      "StartTime": (stage.timer.now + -minutes * 60_000).wire,
      "EndTime": (stage.timer.now + 60_000).wire,
    ]
  }
}

extension CloudWatchService {
  /// The results of queries about the last minutes, the oldest point first.
  func data(
    _ queries: [JSON],
    _ stage: ServiceStage,
    _ more: JSONObject = [:]
  ) async throws -> [JSON] {
    let input: JSONObject = ["MetricDataQueries": .array(queries), "ScanBy": "TimestampAscending"]
    let output = try await call(
      "GetMetricData",
      .object(CloudWatchFixture.span(stage).merging(input).merging(more)),
      stage
    )
    return output["MetricDataResults"]?.array ?? []
  }

  /// Puts an alarm in a state by hand.
  func set(_ alarm: String, _ state: String, _ stage: ServiceStage) async throws {
    _ = try await call(
      "SetAlarmState",
      ["AlarmName": .string(alarm), "StateValue": .string(state), "StateReason": "a drill"],
      stage
    )
  }

  /// A composite alarm as it is described.
  func composite(_ name: String, _ stage: ServiceStage) async throws -> JSON? {
    try await call(
      "DescribeAlarms",
      ["AlarmNames": [.string(name)], "AlarmTypes": ["CompositeAlarm"]],
      stage
    )["CompositeAlarms"]?[0]
  }

  /// A metric alarm as it is described.
  func metricAlarm(_ name: String, _ stage: ServiceStage) async throws -> JSON? {
    try await call("DescribeAlarms", ["AlarmNames": [.string(name)]], stage)["MetricAlarms"]?[0]
  }

  /// Publishes data into `Mine`.
  func publish(_ data: [JSON], _ stage: ServiceStage) async throws {
    _ = try await call("PutMetricData", ["Namespace": "Mine", "MetricData": .array(data)], stage)
  }
}

package import AWSWire
internal import GRDB
package import JSONValue
package import Logging

/// The emulated CloudWatch: metrics, metric math, and alarms on them and on each other.
///
/// What a window of datapoints, an expression or a rule means are pure values (`AlarmEvaluator`,
/// `MathEvaluator`, `AlarmRule`); this room knows neither HTTP nor who emits metrics nor who reads
/// notifications.
package final class CloudWatchService: CloudService, MetricSink {
  /// CloudWatch.
  package let service = AWSService.cloudWatch

  /// Holds metrics, alarms and their histories.
  let database: any CloudDatabase
  /// The account and region in ARNs and notifications.
  let identity: CloudIdentity
  /// Says what time it is, and wakes what evaluates and trims.
  let timer: any CloudTimer
  /// Takes the notifications that alarms send to SNS.
  let topics: any TopicPublisher
  /// Gathers samples until they are written.
  let intake: MetricIntake
  /// Tells which alarms watch a metric, without a read of the database.
  let alarms: AlarmBook
  /// Is told of alarms that cannot be read or evaluated.
  let logger: Logger

  /// Makes the service on its database and its neighbours.
  package init(
    database: any CloudDatabase,
    identity: CloudIdentity,
    timer: any CloudTimer,
    topics: any TopicPublisher,
    logger: Logger
  ) {
    self.database = database
    self.identity = identity
    self.timer = timer
    self.topics = topics
    intake = MetricIntake(database: database)
    self.logger = logger
    alarms = AlarmBook(database: database)
  }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as CloudWatch answers.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    let input = CallInput(input, code: "ValidationError")
    switch operation {
    case "PutMetricData": return try await putMetricData(input, context)
    case "GetMetricData": return try await metricData(input, context)
    case "GetMetricStatistics": return try await metricStatistics(input, context)
    case "ListMetrics": return try await listMetrics(input, context)
    case "PutMetricAlarm": return try await putMetricAlarm(input, context)
    case "PutCompositeAlarm": return try await putCompositeAlarm(input, context)
    case "DeleteAlarms": return try await deleteAlarms(input, context)
    case "DescribeAlarms": return try await describeAlarms(input)
    case "DescribeAlarmsForMetric": return try await describeAlarmsForMetric(input)
    case "DescribeAlarmHistory": return try await alarmHistory(input)
    case "SetAlarmState": return try await setAlarmState(input)
    case "EnableAlarmActions": return try await setActions(input, areEnabled: true)
    case "DisableAlarmActions": return try await setActions(input, areEnabled: false)
    case "TagResource": return try await tagResource(input)
    case "UntagResource": return try await untagResource(input)
    case "ListTagsForResource": return try await listTags(input)
    default:
      throw CloudError("InvalidAction", "The action \(operation) is not valid for this endpoint.")
    }
  }

  /// Evaluates the minutes that were missed, one hour at most, and goes on every ten seconds.
  package func resume() async throws {
    try await evaluateMissed()
    try await resumeSuppressions()
    scheduleEvaluation()
    scheduleTrimming()
  }

  /// Adds samples, and has the alarms that watch their metrics evaluated soon.
  package func record(_ samples: [MetricSample]) {
    guard !samples.isEmpty else { return }
    intake.add(samples)
    prompt(alarmsOn: samples.lazy.map(\.metric))
  }
}

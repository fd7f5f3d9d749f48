package import AWSWire
internal import GRDB
package import JSONValue

/// The emulated CloudWatch Logs: groups, streams, events, filter patterns and retention.
///
/// Events lie in one table ordered by group, time and arrival. This room knows neither HTTP nor who
/// writes the lines.
package final class LogsService: CloudService, LogSink {
  /// CloudWatch Logs.
  package let service = AWSService.logs

  /// Where groups, streams and events are kept.
  let database: any CloudDatabase
  /// The account and the region in ARNs of groups and streams.
  let identity: CloudIdentity
  /// The cloud's time, and what wakes the removal of old events.
  let timer: any CloudTimer
  /// Writes lines into the database, whichever way they came.
  let appender: LogAppender
  /// Gathers the lines of writers who do not wait for them to be stored.
  let intake: LogIntake
  /// The metric filters of all groups.
  let metricFilters: MetricFilterBook
  /// The live tails that are open.
  let tails = LiveTailHub()

  /// The schema's steps.
  package static let migrations: [CloudMigration] = [
    CloudMigration("logs-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE log_group (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL,
            retention_days INTEGER, bytes INTEGER NOT NULL DEFAULT 0
          );
          CREATE TABLE log_stream (
            id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, name TEXT NOT NULL,
            created INTEGER NOT NULL, first_event INTEGER, last_event INTEGER,
            last_ingestion INTEGER, UNIQUE (group_id, name)
          );
          CREATE TABLE log_event (
            group_id INTEGER NOT NULL, timestamp INTEGER NOT NULL, sequence INTEGER NOT NULL,
            stream_id INTEGER NOT NULL, ingested INTEGER NOT NULL, message TEXT NOT NULL,
            PRIMARY KEY (group_id, timestamp, sequence)
          ) WITHOUT ROWID;
          CREATE TABLE log_sequence (next INTEGER NOT NULL);
          INSERT INTO log_sequence VALUES (1);
          """
      )
    },
    CloudMigration("logs-classes") { db in
      try db.execute(
        sql: """
          ALTER TABLE log_group ADD COLUMN class TEXT NOT NULL DEFAULT 'STANDARD';
          ALTER TABLE log_group ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
          """
      )
    },
    CloudMigration("logs-metric-filters") { db in try MetricFilterStore.makeTable(in: db) },
    CloudMigration("logs-open-minutes") { db in try OpenMinuteStore.makeTable(in: db) },
  ]

  /// Makes the service on its database.
  package init(
    database: any CloudDatabase,
    identity: CloudIdentity,
    timer: any CloudTimer
  ) {
    self.database = database
    self.identity = identity
    self.timer = timer
    appender = LogAppender()
    intake = LogIntake(database: database, appender: appender)
    metricFilters = MetricFilterBook(database: database, timer: timer)
  }

  /// Has metric filters record what they count.
  package func publish(to metrics: any MetricSink) { metricFilters.publish(to: metrics) }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as CloudWatch Logs answers.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    try LogsShapes.check(operation, input)
    let input = CallInput(input, code: "InvalidParameterException")
    switch operation {
    case "PutLogEvents": return try await putLogEvents(input, context)
    case "FilterLogEvents": return try await filterLogEvents(input)
    case "GetLogEvents": return try await getLogEvents(input)
    case "CreateLogGroup": return try await createLogGroup(input, context)
    case "DeleteLogGroup": return try await deleteLogGroup(input)
    case "DescribeLogGroups": return try await describeLogGroups(input)
    case "CreateLogStream": return try await createLogStream(input, context)
    case "DeleteLogStream": return try await deleteLogStream(input)
    case "DescribeLogStreams": return try await describeLogStreams(input)
    case "PutRetentionPolicy": return try await setRetention(input, try retentionDays(input))
    case "DeleteRetentionPolicy": return try await setRetention(input, nil)
    case "TestMetricFilter": return try testMetricFilter(input)
    case "PutMetricFilter": return try await putMetricFilter(input, context)
    case "DescribeMetricFilters": return try await describeMetricFilters(input)
    case "DeleteMetricFilter": return try await deleteMetricFilter(input)
    case "TagResource": return try await tagResource(input)
    case "UntagResource": return try await untagResource(input)
    case "ListTagsForResource": return try await listTags(input)
    default: throw LogsError.unknownOperation(operation)
    }
  }

  /// Takes up the metric filters, and begins to remove events that are older than their group keeps
  /// them.
  package func resume() async throws {
    try await metricFilters.load()
    try await metricFilters.takeUp()
    scheduleTrimming(after: 5000)
  }

  /// Appends lines to a stream, which is made where it is missing; durable with the next commit.
  package func append(_ lines: [LogLine], group: String, stream: String) {
    guard !lines.isEmpty else { return }
    let now = timer.now
    tails.offer(lines, group: group, stream: stream, ingested: now)
    defer { metricFilters.take(lines, group: group) }
    intake.add(
      LogBatch(
        group: group,
        stream: stream,
        lines: lines,
        ingested: now.milliseconds,
        makesMissing: true
      )
    )
  }
}

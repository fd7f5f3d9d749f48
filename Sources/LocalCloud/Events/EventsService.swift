package import AWSWire
internal import GRDB
package import JSONValue

/// The emulated EventBridge: one bus, rules with patterns and schedules, and durable delivery.
///
/// Whether an event matches and when a schedule fires are pure values in this room; how a target is
/// reached is the invoker's affair.
package final class EventsService: CloudService {
  /// EventBridge.
  package let service = AWSService.events

  /// Where rules, targets and open deliveries are kept.
  let database: any CloudDatabase
  /// The names in ARNs and events.
  let identity: CloudIdentity
  /// The clock of schedules and of further tries.
  let timer: any CloudTimer
  /// The rules in memory.
  let rules: RuleBook
  /// Brings events to their targets.
  let deliveries: DeliveryQueue
  /// Takes the metrics of `AWS/Events`.
  let metrics: any MetricSink

  /// The schema's steps.
  package static let migrations: [CloudMigration] = [
    CloudMigration("events-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE event_rule (
            name TEXT PRIMARY KEY, state TEXT NOT NULL, pattern TEXT, schedule TEXT,
            description TEXT, role_arn TEXT, created INTEGER NOT NULL
          ) WITHOUT ROWID;
          CREATE TABLE event_target (
            rule TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (rule, id)
          ) WITHOUT ROWID;
          CREATE TABLE event_delivery (
            id INTEGER PRIMARY KEY, rule TEXT NOT NULL, arn TEXT NOT NULL, name TEXT NOT NULL,
            input TEXT NOT NULL, created INTEGER NOT NULL
          );
          """
      )
    },
    CloudMigration("events-retries") { db in
      try db.execute(
        sql: """
          ALTER TABLE event_delivery ADD COLUMN retries INTEGER NOT NULL DEFAULT 185;
          ALTER TABLE event_delivery ADD COLUMN age INTEGER NOT NULL DEFAULT 86400;
          ALTER TABLE event_delivery ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
          """
      )
    },
    CloudMigration("events-tags") { db in
      try db.execute(
        sql: "CREATE TABLE event_tags (arn TEXT PRIMARY KEY, tags TEXT NOT NULL) WITHOUT ROWID"
      )
    },
  ]

  /// Makes the service on its database and its neighbours.
  package init(
    database: any CloudDatabase,
    identity: CloudIdentity,
    timer: any CloudTimer,
    targets: any EventTargetInvoker,
    metrics: any MetricSink
  ) {
    self.database = database
    self.identity = identity
    self.timer = timer
    self.metrics = metrics
    rules = RuleBook(database: database)
    deliveries = DeliveryQueue(
      database: database,
      timer: timer,
      targets: targets,
      metrics: metrics
    )
  }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as EventBridge answers.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    try EventsShapes.check(operation, input)
    let input = CallInput(input)
    switch operation {
    case "PutEvents": return try await putEvents(input, context)
    case "PutRule": return try await putRule(input, context)
    case "DeleteRule": return try await deleteRule(input)
    case "DescribeRule": return try await describeRule(input)
    case "EnableRule": return try await setState(input, "ENABLED")
    case "DisableRule": return try await setState(input, "DISABLED")
    case "ListRules": return try await listRules(input)
    case "PutTargets": return try await putTargets(input)
    case "RemoveTargets": return try await removeTargets(input)
    case "ListTargetsByRule": return try await listTargets(input)
    case "ListRuleNamesByTarget": return try await listRuleNames(input)
    case "TagResource": return try await tagResource(input)
    case "UntagResource": return try await untagResource(input)
    case "ListTagsForResource": return try await listTags(input)
    case "TestEventPattern": return try testEventPattern(input)
    default:
      throw CloudError("UnknownOperationException", "Unknown operation: \(operation)")
    }
  }

  /// Whether no event is on its way to a target.
  package var isIdle: Bool { get async { await deliveries.isIdle } }

  /// Sets the schedules going, ticks that were missed left out, and takes up open deliveries.
  package func resume() async throws {
    for rule in try await rules.all() { scheduleNext(rule.rule) }
    try await deliveries.resume()
  }
}

package import AWSWire
internal import GRDB
package import JSONValue
package import Logging

/// The emulated SNS: topics, subscriptions, and an outbox from which published messages go out.
///
/// Every message lies in the outbox for each of its subscribers; two couriers carry them on, one to
/// functions and one to a mail server. This room knows neither HTTP nor SMTP.
package final class SNSService: CloudService, TopicPublisher {
  /// SNS.
  package let service = AWSService.sns

  /// Holds topics, subscriptions and the outbox.
  let database: any CloudDatabase
  /// The account and region in ARNs.
  let identity: CloudIdentity
  /// Says what time it is, and wakes the couriers.
  let timer: any CloudTimer
  /// Whether there is a server that mails can go to.
  let hasMailServer: Bool
  /// Counts what is published and delivered.
  let meter = TopicMeter()
  private let couriers: [Courier]

  /// The schema's steps.
  package static let migrations: [CloudMigration] = [
    CloudMigration("sns-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE sns_topic (
            arn TEXT PRIMARY KEY, name TEXT NOT NULL, attributes TEXT NOT NULL
          ) WITHOUT ROWID;
          CREATE TABLE sns_subscription (
            arn TEXT PRIMARY KEY, topic_arn TEXT NOT NULL, protocol TEXT NOT NULL,
            endpoint TEXT NOT NULL, UNIQUE (topic_arn, protocol, endpoint)
          ) WITHOUT ROWID;
          CREATE TABLE sns_outbox (
            id INTEGER PRIMARY KEY, message_id TEXT NOT NULL, time INTEGER NOT NULL,
            topic_arn TEXT NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL, recipient TEXT,
            delivery TEXT NOT NULL
          );
          """
      )
    },
    CloudMigration("sns-delivery") { db in
      try db.execute(
        sql: """
          ALTER TABLE sns_topic ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
          ALTER TABLE sns_subscription ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';
          ALTER TABLE sns_outbox ADD COLUMN protocol TEXT NOT NULL DEFAULT 'email';
          ALTER TABLE sns_outbox ADD COLUMN subscription TEXT NOT NULL DEFAULT '';
          ALTER TABLE sns_outbox ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';
          ALTER TABLE sns_outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE sns_outbox ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE sns_outbox ADD COLUMN reason TEXT;
          CREATE INDEX sns_outbox_queue ON sns_outbox (due) WHERE delivery = 'queued';
          """
      )
    },
  ]

  /// Makes the service on its database; `functions` runs the functions that are subscribed, `mail` is
  /// `nil` where no server is configured, and `logger` is told of deliveries that cannot be noted.
  package init(
    database: any CloudDatabase,
    identity: CloudIdentity,
    timer: any CloudTimer,
    functions: (any EventTargetInvoker)? = nil,
    mail: (any MailSender)? = nil,
    logger: Logger = Logger(label: "rollcall.sns") { _ in SwiftLogNoOpLogHandler() }
  ) {
    self.database = database
    self.identity = identity
    self.timer = timer
    hasMailServer = mail != nil
    let channels: [(any DeliveryChannel)?] = [
      functions.map { FunctionChannel(functions: $0) }, mail.map { MailChannel(sender: $0) },
    ]
    couriers = channels.compactMap(\.self).map { [meter] channel in
      Courier(channel, database: database, timer: timer, meter: meter, logger: logger)
    }
  }

  /// Has what is published and delivered recorded as metrics.
  package func publish(to metrics: any MetricSink) { meter.publish(to: metrics) }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as SNS answers.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    try SNSShapes.check(operation, input)
    let input = CallInput(input, code: "ValidationError")
    switch operation {
    case "Publish": return try await publish(input)
    case "PublishBatch": return try await publishBatch(input)
    case "CreateTopic": return try await createTopic(input)
    case "DeleteTopic": return try await deleteTopic(input)
    case "ListTopics": return try await listTopics(input)
    case "GetTopicAttributes": return try await topicAttributes(input)
    case "SetTopicAttributes": return try await setTopicAttributes(input)
    case "TagResource": return try await tagResource(input)
    case "UntagResource": return try await untagResource(input)
    case "ListTagsForResource": return try await listTags(input)
    case "Subscribe": return try await subscribe(input)
    case "ConfirmSubscription": return try await confirmSubscription(input)
    case "Unsubscribe": return try await unsubscribe(input)
    case "ListSubscriptions": return try await listSubscriptions(input, topic: nil)
    case "ListSubscriptionsByTopic":
      return try await listSubscriptions(input, topic: try topicARN(input))
    case "GetSubscriptionAttributes": return try await subscriptionAttributes(input)
    case "SetSubscriptionAttributes": return try await setSubscriptionAttributes(input)
    default: throw SNSError.unknownOperation(operation)
    }
  }

  /// Takes up the deliveries that were open when the cloud last ended.
  package func resume() async throws {
    if !hasMailServer {
      try await database.write { db in try OutboxStore.giveUpMail(in: db) }
    }
    for courier in couriers { await courier.plan() }
  }

  /// Whether nothing is on its way; what waits for a later try is left for then.
  package var isIdle: Bool {
    get async {
      for courier in couriers where await !courier.isIdle { return false }
      return true
    }
  }

  /// Has what was put into the outbox carried on.
  func sendOut() async {
    for courier in couriers { await courier.plan() }
  }

  /// The newest messages first, as the admin route shows them.
  ///
  /// - Throws: `CloudError` where the storage fails.
  package func notifications(limit: Int) async throws -> [JSON] {
    try await database.read { db in try OutboxStore.newest(limit: limit, in: db) }
  }
}

package import AWSWire
internal import GRDB
package import JSONValue

/// The emulated SNS: topics, subscriptions, and an outbox in which published messages lie.
///
/// This room delivers nothing by itself: who sends e-mail reads the outbox.
package final class SNSService: CloudService, TopicPublisher {
  /// SNS.
  package let service = AWSService.sns

  let database: any CloudDatabase
  let identity: CloudIdentity
  let timer: any CloudTimer

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
    }
  ]

  /// Makes the service on its database.
  package init(database: any CloudDatabase, identity: CloudIdentity, timer: any CloudTimer) {
    self.database = database
    self.identity = identity
    self.timer = timer
  }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as SNS answers.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    let input = CallInput(input, code: "InvalidParameter")
    switch operation {
    case "Publish": return try await publish(input)
    case "CreateTopic": return try await createTopic(input)
    case "DeleteTopic": return try await deleteTopic(input)
    case "ListTopics": return try await listTopics(input)
    case "GetTopicAttributes": return try await topicAttributes(input)
    case "Subscribe": return try await subscribe(input)
    case "Unsubscribe": return try await unsubscribe(input)
    case "ListSubscriptions": return try await listSubscriptions(input, topic: nil)
    case "ListSubscriptionsByTopic":
      return try await listSubscriptions(input, topic: try input.text("TopicArn"))
    default:
      throw CloudError(
        "InvalidAction",
        "Could not find operation \(operation) for version 2010-03-31"
      )
    }
  }

  /// The newest messages first, as the admin route shows them.
  ///
  /// - Throws: `CloudError` where the storage fails.
  package func notifications(limit: Int) async throws -> [JSON] {
    try await database.read { db in try OutboxStore.newest(limit: limit, in: db) }
  }
}

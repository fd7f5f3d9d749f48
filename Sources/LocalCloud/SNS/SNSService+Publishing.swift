internal import AWSWire
internal import GRDB
internal import JSONValue

extension SNSService {
  /// Publishes a message from an input.
  func publish(_ input: CallInput) async throws -> JSON {
    guard let topic = input.text(optional: "TopicArn") ?? input.text(optional: "TargetArn") else {
      throw SNSError.invalid("TopicArn or TargetArn Reason: no value for required parameter")
    }
    let message = input.text(optional: "Message") ?? ""
    guard !message.isEmpty else { throw SNSError.invalid("Empty message") }
    guard message.utf8.count <= 262_144 else { throw SNSError.invalid("Message too long") }
    let subject = input.text(optional: "Subject") ?? ""
    guard subject.count <= 100, !subject.contains(where: \.isNewline) else {
      throw SNSError.invalid("Subject")
    }
    let id = try await publish(
      topicARN: topic,
      subject: subject,
      message: message,
      mail: nil
    )
    return ["MessageId": .string(id)]
  }

  /// Publishes a message and returns its id; it is durable when this returns.
  ///
  /// - Throws: `CloudError` where there is no such topic.
  package func publish(
    topicARN: String,
    subject: String,
    message: String,
    mail: String?
  ) async throws -> String {
    let outgoing = OutgoingMessage(
      id: UniqueID.uuid(),
      time: timer.now,
      topicARN: topicARN,
      subject: subject,
      mail: mail ?? message,
      message: message
    )
    try await database.write { db in
      try SNSService.requireTopic(topicARN, in: db)
      try OutboxStore.add(outgoing, in: db)
    }
    return outgoing.id
  }
}

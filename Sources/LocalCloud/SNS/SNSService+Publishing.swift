internal import AWSWire
package import GRDB
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
    let id = try await database.write { [self] db in
      try publish(topicARN: topic, subject: subject, message: message, mail: nil, in: db)
    }
    return ["MessageId": .string(id)]
  }

  /// Publishes a message inside a write of the caller's, and returns its id.
  ///
  /// - Throws: `CloudError` where there is no such topic.
  package func publish(
    topicARN: String,
    subject: String,
    message: String,
    mail: String?,
    in db: Database
  ) throws -> String {
    try SNSService.requireTopic(topicARN, in: db)
    let outgoing = OutgoingMessage(
      id: UniqueID.uuid(),
      time: timer.now,
      topicARN: topicARN,
      subject: subject,
      mail: mail ?? message,
      message: message
    )
    try OutboxStore.add(outgoing, in: db)
    return outgoing.id
  }
}

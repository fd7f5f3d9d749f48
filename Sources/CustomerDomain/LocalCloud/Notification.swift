package import AWSWire

/// One message that the alerts topic sent, from the local cloud's outbox.
package struct Notification: Hashable, Sendable {
  /// When it was sent.
  package var time: Instant
  /// The topic's ARN.
  package var topicARN: String
  /// The subject line.
  package var subject: String
  /// The text.
  package var message: String
  /// To whom it went; `nil` where nobody is subscribed.
  package var to: String?
  /// What became of it, such as `outbox`.
  package var delivery: String

  /// Makes a message.
  package init(
    time: Instant,
    topicARN: String,
    subject: String,
    message: String,
    to: String?,
    delivery: String
  ) {
    self.time = time
    self.topicARN = topicARN
    self.subject = subject
    self.message = message
    self.to = to
    self.delivery = delivery
  }
}

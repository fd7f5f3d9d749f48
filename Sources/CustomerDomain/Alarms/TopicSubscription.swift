/// Who is told of what a topic gets.
package struct TopicSubscription: Hashable, Sendable, Codable {
  /// How it is told, such as `email`, `sms`, `https` or `lambda`.
  package var kind: String
  /// The address, number or ARN it is told at.
  package var endpoint: String
  /// Whether the other side has agreed; until then nothing is sent.
  package var isConfirmed: Bool

  /// Makes a subscription.
  package init(kind: String, endpoint: String, isConfirmed: Bool) {
    self.kind = kind
    self.endpoint = endpoint
    self.isConfirmed = isConfirmed
  }
}

/// A topic that an alarm notifies, and who listens to it.
package struct NotifiedTopic: Hashable, Sendable, Codable {
  /// The topic's ARN.
  package var arn: String
  /// Who listens; empty for nobody, and where that is not known.
  package var subscriptions: [TopicSubscription]
  /// Why it is not known who listens; `nil` where it is.
  package var failure: ServiceFailure?

  /// Makes a topic.
  package init(
    arn: String,
    subscriptions: [TopicSubscription] = [],
    failure: ServiceFailure? = nil
  ) {
    self.arn = arn
    self.subscriptions = subscriptions
    self.failure = failure
  }
}

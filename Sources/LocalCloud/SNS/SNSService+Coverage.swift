extension SNSService {
  /// How much of each operation the local cloud has.
  package static let coverage: [OperationCoverage] = [
    .init(name: "AddPermission", extent: .absent),
    .init(
      name: "ConfirmSubscription",
      extent: .partly("no subscription is ever pending, so every token is refused")
    ),
    .init(name: "CreateTopic", extent: .partly("standard topics; FIFO is refused")),
    .init(name: "DeleteTopic", extent: .whole),
    .init(name: "GetSubscriptionAttributes", extent: .whole),
    .init(name: "GetTopicAttributes", extent: .whole),
    .init(name: "ListSubscriptions", extent: .whole),
    .init(name: "ListSubscriptionsByTopic", extent: .whole),
    .init(name: "ListTagsForResource", extent: .whole),
    .init(name: "ListTopics", extent: .whole),
    .init(
      name: "Publish",
      extent: .partly(
        "to topics; platform endpoints and phone numbers are refused; nothing is signed"
      )
    ),
    .init(name: "PublishBatch", extent: .whole),
    .init(name: "RemovePermission", extent: .absent),
    .init(name: "SetSubscriptionAttributes", extent: .partly("RedrivePolicy is refused")),
    .init(name: "SetTopicAttributes", extent: .partly("policies are kept and shown, not enforced")),
    .init(
      name: "Subscribe",
      extent: .partly("email, email-json and lambda, confirmed at once; the others are refused")
    ),
    .init(name: "TagResource", extent: .whole),
    .init(name: "Unsubscribe", extent: .whole),
    .init(name: "UntagResource", extent: .whole),
    .init(name: "platform applications and endpoints, SMS, data protection", extent: .absent),
  ]
}

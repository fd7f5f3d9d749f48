internal import AWSWire
internal import GRDB
internal import JSONValue

extension SNSService {
  private static let undeliverable = [
    "sqs", "http", "https", "sms", "firehose", "application",
  ]

  /// Subscribes an endpoint, which is confirmed at once: nobody but the machine's user is asked.
  func subscribe(_ input: CallInput) async throws -> JSON {
    let topic = try topicARN(input)
    guard let kind = input.text(optional: "Protocol") else {
      throw input.fault("Protocol", nil, "Member must not be null")
    }
    let endpoint = try endpoint(input.text(optional: "Endpoint") ?? "", kind: kind)
    let attributes = input.json["Attributes"]?.object ?? [:]
    for (name, value) in attributes {
      try SubscriptionAttributes.check(
        name,
        value.string ?? "",
        among: attributes,
        prefix: "Attributes Reason: "
      )
    }
    let added = StoredSubscription(
      arn: "\(topic):\(UniqueID.uuid())",
      topicARN: topic,
      kind: kind,
      endpoint: endpoint,
      attributes: attributes
    )
    let arn = try await database.write { db -> String in
      _ = try TopicStore.require(topic, in: db)
      let known = try SubscriptionStore.find(topic: topic, kind: kind, endpoint: endpoint, in: db)
      guard let known else {
        try SubscriptionStore.save(added, in: db)
        return added.arn
      }
      guard attributes.allSatisfy({ known.attributes[$0.key] == $0.value }) else {
        throw SNSError.invalid(
          "Attributes Reason: Subscription already exists with different attributes"
        )
      }
      return known.arn
    }
    return ["SubscriptionArn": .string(arn)]
  }

  /// The endpoint, where the local cloud delivers to its kind.
  private func endpoint(_ endpoint: String, kind: String) throws -> String {
    switch kind {
    case "email", "email-json":
      let parts = endpoint.split(separator: "@", omittingEmptySubsequences: false)
      let isAddress =
        parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
        && endpoint.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        && !endpoint.contains { "<>,;".contains($0) } && endpoint.utf8.count <= 320
      guard isAddress else { throw SNSError.invalid("Email address") }
    case "lambda":
      let parts = endpoint.split(separator: ":", omittingEmptySubsequences: false)
      let isFunction =
        (7...8).contains(parts.count) && endpoint.hasPrefix(identity.arn("lambda", "function:"))
        && !parts[6].isEmpty
      guard isFunction else { throw SNSError.invalid("Lambda endpoint ARN") }
    case _ where SNSService.undeliverable.contains(kind):
      throw SNSError.invalid(
        "Protocol Reason: the local cloud does not deliver to \(kind); it delivers to email, "
          + "email-json and lambda"
      )
    default:
      throw SNSError.invalid("Amazon SNS does not support this protocol string: \(kind)")
    }
    return endpoint
  }

  /// Refuses every token: no subscription is ever pending here, so none is out.
  func confirmSubscription(_ input: CallInput) async throws -> JSON {
    let topic = try topicARN(input)
    let token = try input.text("Token")
    let isKnown = try await database.read { db in try TopicStore.find(topic, in: db) != nil }
    guard isKnown, token.utf8.count < 64 else { throw SNSError.invalid("Token") }
    throw CloudError("InvalidParameter", "Invalid token")
  }

  /// Ends a subscription; one that is not there is no error.
  func unsubscribe(_ input: CallInput) async throws -> JSON {
    let arn = try subscriptionARN(input)
    try await database.write { db in try SubscriptionStore.remove(arn, in: db) }
    return [:]
  }

  /// Lists subscriptions, a page at a time.
  func listSubscriptions(_ input: CallInput, topic: String?) async throws -> JSON {
    let owner = identity.accountID
    let all = try await database.read { db in
      if let topic { _ = try TopicStore.require(topic, in: db) }
      return try SubscriptionStore.all(topic: topic, in: db)
    }
    return try SNSService.page(all, as: "Subscriptions", input) { subscription in
      [
        "SubscriptionArn": .string(subscription.arn), "Owner": .string(owner),
        "Protocol": .string(subscription.kind), "Endpoint": .string(subscription.endpoint),
        "TopicArn": .string(subscription.topicARN),
      ]
    }
  }

  /// Describes a subscription.
  func subscriptionAttributes(_ input: CallInput) async throws -> JSON {
    let arn = try subscriptionARN(input)
    let found = try await database.read { db in try SubscriptionStore.require(arn, in: db) }
    return ["Attributes": .object(SubscriptionAttributes.shown(found, identity: identity))]
  }

  /// Sets one attribute of a subscription.
  func setSubscriptionAttributes(_ input: CallInput) async throws -> JSON {
    let arn = try subscriptionARN(input)
    guard let name = input.text(optional: "AttributeName") else {
      throw input.fault("AttributeName", nil, "Member must not be null")
    }
    let value = input.text(optional: "AttributeValue") ?? ""
    try await database.write { db in
      var subscription = try SubscriptionStore.require(arn, in: db)
      // An empty policy lets everything through again.
      let isCleared = name == "FilterPolicy" && ["", "{}"].contains(value)
      subscription.attributes[name] = isCleared ? nil : .string(value)
      if !isCleared {
        try SubscriptionAttributes.check(name, value, among: subscription.attributes)
      }
      // A policy that was right for one scope may be wrong for another.
      if name == "FilterPolicyScope", let policy = subscription.attributes["FilterPolicy"]?.string {
        let all = subscription.attributes
        try SubscriptionAttributes.check("FilterPolicy", policy, among: all)
      }
      try SubscriptionStore.save(subscription, in: db)
    }
    return [:]
  }

  private func subscriptionARN(_ input: CallInput) throws -> String {
    guard let text = input.text(optional: "SubscriptionArn") else {
      throw input.fault("SubscriptionArn", nil, "Member must not be null")
    }
    return try TopicARN.subscription(text, of: identity)
  }
}

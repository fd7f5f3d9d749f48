internal import JSONValue

/// The attributes of a subscription: which there are and what they may hold.
enum SubscriptionAttributes {
  /// Refuses what a subscription cannot have; `all` is how the attributes would then be, and `prefix`
  /// stands before the attribute's name in an error.
  ///
  /// - Throws: `CloudError`.
  static func check(
    _ name: String,
    _ value: String,
    among all: JSONObject,
    prefix: String = ""
  ) throws {
    switch name {
    case "RawMessageDelivery":
      guard ["true", "false"].contains(value.lowercased()) else {
        throw SNSError.invalid(
          "\(prefix)RawMessageDelivery: Invalid value [\(value)]. Must be true or false."
        )
      }
    case "FilterPolicyScope":
      guard FilterPolicy.Scope(rawValue: value) != nil else {
        throw SNSError.invalid(
          "\(prefix)FilterPolicyScope: Invalid value [\(value)]. Please use either MessageBody or "
            + "MessageAttributes"
        )
      }
    case "FilterPolicy":
      do throws(FilterPolicy.Fault) {
        _ = try FilterPolicy(value, scope: scope(all))
      } catch {
        throw SNSError.invalid(prefix + error.sentence)
      }
    case "DeliveryPolicy":
      guard (try? JSON(parsing: value))?.object != nil else {
        throw SNSError.invalid("\(prefix)DeliveryPolicy: failed to parse JSON.")
      }
    case "RedrivePolicy":
      throw SNSError.invalid(
        "\(prefix)RedrivePolicy: the local cloud has no queues for undeliverable messages"
      )
    case "SubscriptionRoleArn", "ReplayPolicy":
      throw SNSError.invalid(
        "\(prefix)\(name): only for delivery streams and FIFO topics, which the local cloud lacks"
      )
    default: throw SNSError.invalid("\(prefix)AttributeName")
    }
  }

  /// What a filter looks at.
  static func scope(_ attributes: JSONObject) -> FilterPolicy.Scope {
    attributes["FilterPolicyScope"]?.string.flatMap(FilterPolicy.Scope.init) ?? .messageAttributes
  }

  /// What `GetSubscriptionAttributes` shows.
  static func shown(_ subscription: StoredSubscription, identity: CloudIdentity) -> JSONObject {
    var shown: JSONObject = [
      "SubscriptionArn": .string(subscription.arn), "TopicArn": .string(subscription.topicARN),
      "Protocol": .string(subscription.kind), "Endpoint": .string(subscription.endpoint),
      "Owner": .string(identity.accountID), "PendingConfirmation": "false",
      "ConfirmationWasAuthenticated": "true", "RawMessageDelivery": "false",
      "SubscriptionPrincipal": .string(
        "arn:\(identity.partition):iam::\(identity.accountID):root"
      ),
    ]
    shown = shown.merging(subscription.attributes)
    if shown["FilterPolicy"] != nil, shown["FilterPolicyScope"] == nil {
      shown["FilterPolicyScope"] = .string(FilterPolicy.Scope.messageAttributes.rawValue)
    }
    if shown["FilterPolicy"] == nil { shown["FilterPolicyScope"] = nil }
    return shown
  }
}

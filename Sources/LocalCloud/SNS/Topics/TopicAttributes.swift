internal import JSONValue

/// The attributes of a topic: which there are, what they may hold, and what SNS adds to them.
enum TopicAttributes {
  private static let deliveryStatusProtocols = ["Application", "Firehose", "HTTP", "Lambda", "SQS"]
  private static let longestDisplayName = 100

  /// Refuses an attribute that a standard topic does not have, or a value that it cannot hold;
  /// `prefix` stands before the attribute's name in an error.
  ///
  /// - Throws: `CloudError`.
  static func check(_ name: String, _ value: String, prefix: String = "") throws {
    switch name {
    case "DisplayName":
      guard value.count <= longestDisplayName, !value.contains(where: \.isNewline) else {
        throw SNSError.invalid("\(prefix)DisplayName")
      }
    case "Policy", "DeliveryPolicy":
      guard (try? JSON(parsing: value))?.object != nil else {
        throw SNSError.invalid("\(prefix)\(name): failed to parse JSON.")
      }
    case "SignatureVersion":
      try demand(value, of: ["1", "2"], name, prefix)
    case "TracingConfig":
      try demand(value, of: ["PassThrough", "Active"], name, prefix)
    case "KmsMasterKeyId": return
    case "FifoTopic" where value == "false": return
    case "FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope", "ArchivePolicy":
      throw SNSError.invalid("\(prefix)\(name): the local cloud has no FIFO topics")
    default:
      guard isDeliveryStatus(name) else { throw SNSError.invalid("\(prefix)AttributeName") }
    }
  }

  private static func demand(
    _ value: String,
    of values: [String],
    _ name: String,
    _ prefix: String
  ) throws {
    guard values.contains(value) else {
      throw SNSError.invalid(
        "\(prefix)\(name): Invalid value [\(value)]. Must be \(values.joined(separator: " or "))."
      )
    }
  }

  private static func isDeliveryStatus(_ name: String) -> Bool {
    deliveryStatusProtocols.contains { kind in
      [
        "\(kind)SuccessFeedbackRoleArn", "\(kind)SuccessFeedbackSampleRate",
        "\(kind)FailureFeedbackRoleArn",
      ].contains(name)
    }
  }

  /// What `GetTopicAttributes` shows of a topic.
  static func shown(
    _ given: JSONObject,
    arn: String,
    owner: String,
    confirmed: Int
  ) -> JSONObject {
    let standard: JSONObject = [
      "DisplayName": "", "Owner": .string(owner), "Policy": .string(policy(arn, owner).text()),
      "EffectiveDeliveryPolicy": .string(deliveryPolicy(given["DeliveryPolicy"]).text()),
    ]
    return standard.merging(given).merging([
      "TopicArn": .string(arn), "SubscriptionsConfirmed": .string(String(confirmed)),
      "SubscriptionsPending": "0", "SubscriptionsDeleted": "0",
    ])
  }

  /// The policy that a topic has from the start: its owner may do everything.
  private static func policy(_ arn: String, _ owner: String) -> JSON {
    let actions = [
      "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission",
      "DeleteTopic", "Subscribe", "ListSubscriptionsByTopic", "Publish",
    ]
    return [
      "Version": "2008-10-17", "Id": "__default_policy_ID",
      "Statement": [
        [
          "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": ["AWS": "*"],
          "Action": .array(actions.map { .string("SNS:\($0)") }), "Resource": .string(arn),
          "Condition": ["StringEquals": ["AWS:SourceOwner": .string(owner)]],
        ]
      ],
    ]
  }

  /// The topic's own delivery policy over that of the account.
  private static func deliveryPolicy(_ own: JSON?) -> JSON {
    let retries: JSONObject = [
      "minDelayTarget": 20, "maxDelayTarget": 20, "numRetries": 3, "numMaxDelayRetries": 0,
      "numNoDelayRetries": 0, "numMinDelayRetries": 0, "backoffFunction": "linear",
    ]
    let standard: JSONObject = [
      "defaultHealthyRetryPolicy": .object(retries), "disableSubscriptionOverrides": false,
      "defaultRequestPolicy": ["headerContentType": "text/plain; charset=UTF-8"],
    ]
    let given = own?.string.flatMap { try? JSON(parsing: $0) }?["http"]?.object ?? [:]
    return ["http": .object(standard.merging(given))]
  }
}

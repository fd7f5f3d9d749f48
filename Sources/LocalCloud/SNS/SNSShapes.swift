internal import JSONValue

/// What the inputs of SNS must look like before anything else is looked at: all that is missing or
/// out of bounds is refused at once.
enum SNSShapes {
  private static let attribute: InputShape = .structure(
    [.required("DataType", .text()), .optional("StringValue", .text())],
    kind: "MessageAttributeValue"
  )
  private static let attributes: InputShape.Member = .optional(
    "MessageAttributes",
    .map(attribute, kind: "MessageAttributeValue")
  )
  private static let tags: InputShape = .list(
    .structure([.required("Key", .text(1...128)), .required("Value", .text(0...256))], kind: "Tag")
  )
  private static let topic: InputShape.Member = .required("TopicArn", .text())
  private static let subscription: InputShape.Member = .required("SubscriptionArn", .text())
  private static let resource: InputShape.Member = .required("ResourceArn", .text(1...1011))

  private static let table: [String: [InputShape.Member]] = [
    "Publish": [.required("Message", .text()), attributes],
    "PublishBatch": [
      topic,
      .required(
        "PublishBatchRequestEntries",
        .list(
          .structure(
            [.required("Id", .text()), .required("Message", .text()), attributes],
            kind: "PublishBatchRequestEntry"
          )
        )
      ),
    ],
    "CreateTopic": [.required("Name", .text()), .optional("Tags", tags)],
    "DeleteTopic": [topic],
    "GetTopicAttributes": [topic],
    "SetTopicAttributes": [topic, .required("AttributeName", .text())],
    "TagResource": [resource, .required("Tags", tags)],
    "UntagResource": [resource, .required("TagKeys", .list(.text(1...128)))],
    "ListTagsForResource": [resource],
    "Subscribe": [topic, .required("Protocol", .text())],
    "ConfirmSubscription": [topic, .required("Token", .text())],
    "Unsubscribe": [subscription],
    "ListSubscriptionsByTopic": [topic],
    "GetSubscriptionAttributes": [subscription],
    "SetSubscriptionAttributes": [subscription, .required("AttributeName", .text())],
  ]

  /// Refuses an input that is not of its operation's shape.
  ///
  /// - Throws: `CloudError` ValidationError.
  static func check(_ operation: String, _ input: JSON) throws {
    guard let members = table[operation] else { return }
    try InputShape.structure(members, kind: operation)
      .check(typed(input, members), code: "ValidationError", words: .common)
  }

  /// An input with the types that the query protocol does not tell: no parameters at all are an empty
  /// structure, and a list or map without elements is written as an empty text.
  private static func typed(_ input: JSON, _ members: [InputShape.Member]) -> JSON {
    var object = input.object ?? [:]
    for member in members where object[member.name] == "" {
      switch member.shape {
      case .list: object[member.name] = []
      case .map: object[member.name] = [:]
      default: continue
      }
    }
    return .object(object)
  }
}

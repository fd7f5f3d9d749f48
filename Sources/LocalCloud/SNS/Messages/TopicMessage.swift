internal import AWSWire
internal import JSONValue

/// A message that was published to a topic.
struct TopicMessage: Sendable {
  /// A UUID, the same for all subscribers.
  let id: String
  /// When it was published.
  let time: Instant
  /// The topic that it was published to.
  let topicARN: String
  /// Empty for none.
  let subject: String
  /// What subscribers read, where their protocol has no text of its own.
  let text: String
  /// Texts of their own, by protocol.
  let texts: [String: String]
  /// What was given beside the text, and what filters look at; empty for none.
  let attributes: [MessageAttribute]

  /// What subscribers by `kind` read.
  func text(for kind: String) -> String { texts[kind] ?? text }

  /// The attributes as a document that filters look at; SNS leaves binary ones out.
  var attributeDocument: JSON {
    .object(
      JSONObject(
        attributes.compactMap { attribute in
          attribute.filterValue.map { (attribute.name, $0) }
        }
      )
    )
  }

  /// The attributes as notifications show them.
  var shownAttributes: JSON {
    .object(
      JSONObject(
        attributes.map { ($0.name, ["Type": .string($0.type), "Value": .string($0.value)]) }
      )
    )
  }
}

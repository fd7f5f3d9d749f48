internal import AWSWire
internal import JSONValue

extension TopicMessage {
  /// The greatest size of a message with its attributes, in bytes.
  static let largest = 262_144
  private static let longestSubject = 100

  /// Reads the message in the input of `Publish`, or in one entry of `PublishBatch`.
  ///
  /// - Parameters:
  ///   - input: the input.
  ///   - topicARN: the topic.
  ///   - time: when it is published.
  ///   - path: where the input's members stand, for errors; empty or with a dot at its end.
  /// - Throws: `CloudError` as SNS answers.
  init(_ input: CallInput, topicARN: String, time: Instant, at path: String = "") throws {
    guard let text = input.text(optional: "Message") else {
      throw input.fault("\(path)message", nil, "Member must not be null")
    }
    let attributes = try MessageAttribute.all(
      input.json["MessageAttributes"],
      at: "\(path)messageAttributes"
    )
    guard !text.isEmpty else { throw SNSError.invalid("Empty message") }
    let size = text.utf8.count + attributes.reduce(0) { $0 + $1.size }
    guard size <= TopicMessage.largest else { throw SNSError.invalid("Message too long") }
    guard input.text(optional: "MessageDeduplicationId") == nil else {
      throw SNSError.invalid(
        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that "
          + "is not valid for this topic type"
      )
    }
    let texts = try TopicMessage.texts(text, structure: input.text(optional: "MessageStructure"))
    self.init(
      id: UniqueID.uuid(),
      time: time,
      topicARN: topicARN,
      subject: try TopicMessage.subject(input.text(optional: "Subject")),
      text: texts["default"] ?? text,
      texts: texts,
      attributes: attributes
    )
  }

  private static func subject(_ text: String?) throws -> String {
    guard let text else { return "" }
    let isLegal =
      (1...longestSubject).contains(text.count)
      && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard isLegal else { throw SNSError.invalid("Subject") }
    return text
  }

  /// The texts by protocol, where the message is a document of them.
  private static func texts(_ text: String, structure: String?) throws -> [String: String] {
    guard let structure else { return [:] }
    guard structure == "json" else { throw SNSError.invalid("MessageStructure") }
    guard let document = try? JSON(parsing: text) else {
      throw SNSError.invalid("Message Structure - JSON message body failed to parse")
    }
    let texts = (document.object ?? [:]).compactMap { name, value in
      value.string.map { (name, $0) }
    }
    let found = [String: String](texts) { _, last in last }
    guard found["default"] != nil else {
      throw SNSError.invalid("Message Structure - No default entry in JSON message body")
    }
    return found
  }
}

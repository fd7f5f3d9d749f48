internal import AWSWire
internal import GRDB
internal import JSONValue

/// A message on its way to one subscriber.
struct Parcel: Sendable {
  /// Its number in the outbox.
  let number: Int64
  /// The message's id, the same for all of its subscribers.
  let messageID: String
  /// When it was published.
  let time: Instant
  /// The topic that it was published to.
  let topicARN: String
  /// The name that the topic shows beside the sender's address.
  let senderName: String
  /// The subscription that it goes to.
  let subscriptionARN: String
  /// The subscription's protocol, such as `email`.
  let kind: String
  /// A mail address or a function's ARN.
  let recipient: String
  /// Empty for none.
  let subject: String
  /// The message as this protocol carries it.
  let text: String
  /// The message's attributes as notifications show them.
  let attributes: JSON
  /// How often it was tried.
  let attempts: Int

  /// Reads a row of `sns_outbox` with its topic's attributes.
  init(_ row: Row) throws {
    (number, messageID, topicARN) = (row["id"], row["message_id"], row["topic_arn"])
    (subscriptionARN, kind) = (row["subscription"], row["protocol"])
    time = Instant(milliseconds: row["time"])
    (recipient, subject, text) = (row["recipient"] ?? "", row["subject"], row["message"])
    attributes = try JSON(parsing: row["attributes"] as String)
    let topic = (row["topic_attributes"] as String?).flatMap { try? JSON(parsing: $0) }
    senderName = topic?["DisplayName"]?.string ?? ""
    attempts = row["attempts"]
  }

  /// The notification as subscribers by `email-json` read it.
  ///
  /// Nothing is signed here, as there is no key that anybody could check against.
  var notification: JSON {
    var members: JSONObject = [
      "Type": "Notification", "MessageId": .string(messageID), "TopicArn": .string(topicARN),
    ]
    if !subject.isEmpty { members["Subject"] = .string(subject) }
    members = members.merging([
      "Message": .string(text), "Timestamp": .string(time.iso8601), "SignatureVersion": "1",
      "Signature": "", "SigningCertURL": "", "UnsubscribeURL": "",
    ])
    if attributes.object?.isEmpty == false { members["MessageAttributes"] = attributes }
    return .object(members)
  }

  /// The event that a subscribed function is given.
  var functionEvent: JSON {
    let notification: JSON = [
      "Type": "Notification", "MessageId": .string(messageID), "TopicArn": .string(topicARN),
      "Subject": subject.isEmpty ? nil : .string(subject), "Message": .string(text),
      "Timestamp": .string(time.iso8601), "SignatureVersion": "1", "Signature": "",
      "SigningCertUrl": "", "UnsubscribeUrl": "", "MessageAttributes": attributes,
    ]
    return [
      "Records": [
        [
          "EventSource": "aws:sns", "EventVersion": "1.0",
          "EventSubscriptionArn": .string(subscriptionARN), "Sns": notification,
        ]
      ]
    ]
  }
}

internal import AWSWire
package import GRDB
internal import JSONValue

extension SNSService {
  private static let largestBatch = 10
  private static let longestEntryID = 80

  /// Publishes a message from an input.
  func publish(_ input: CallInput) async throws -> JSON {
    let message = try TopicMessage(
      input,
      topicARN: try target(input),
      time: timer.now
    )
    try await put([message])
    return ["MessageId": .string(message.id)]
  }

  /// The topic that a message goes to.
  private func target(_ input: CallInput) throws -> String {
    if let number = input.text(optional: "PhoneNumber") {
      let isNumber = number.hasPrefix("+") && number.dropFirst().allSatisfy(\.isNumber)
      throw SNSError.invalid(
        "PhoneNumber Reason: "
          + (isNumber ? "the local cloud sends no SMS" : "\(number) is not valid to publish to")
      )
    }
    if let topic = input.text(optional: "TopicArn") {
      return try TopicARN.topic(topic, of: identity)
    }
    guard let arn = input.text(optional: "TargetArn") else {
      throw SNSError.invalid("TopicArn or TargetArn Reason: no value for required parameter")
    }
    if arn.split(separator: ":", omittingEmptySubsequences: false).dropFirst(5).first?
      .hasPrefix("endpoint/") == true
    {
      throw SNSError.invalid("TargetArn Reason: No endpoint found for the target arn specified")
    }
    return try TopicARN.topic(arn, of: identity, parameter: "TargetArn")
  }

  /// Publishes up to ten messages, all or none.
  func publishBatch(_ input: CallInput) async throws -> JSON {
    let topic = try topicARN(input)
    let entries = input.list("PublishBatchRequestEntries")
    let ids = try SNSService.entryIDs(entries, input)
    let now = timer.now
    let messages = try entries.enumerated().map { offset, entry in
      try TopicMessage(
        CallInput(entry, code: input.code),
        topicARN: topic,
        time: now,
        at: "publishBatchRequestEntries.\(offset + 1).member."
      )
    }
    let size = zip(entries, messages).reduce(0) { sum, pair in
      sum + (pair.0["Message"]?.string ?? "").utf8.count
        + pair.1.attributes.reduce(0) { $0 + $1.size }
    }
    guard size <= TopicMessage.largest else {
      throw CloudError(
        "BatchRequestTooLong",
        "The length of all the messages put together is more than the limit."
      )
    }
    try await put(messages)
    return [
      "Successful": .array(
        zip(ids, messages).map { ["Id": .string($0), "MessageId": .string($1.id)] }
      ),
      "Failed": [],
    ]
  }

  private static func entryIDs(_ entries: [JSON], _ input: CallInput) throws -> [String] {
    guard !entries.isEmpty else {
      throw CloudError("EmptyBatchRequest", "The batch request doesn't contain any entries.")
    }
    guard entries.count <= largestBatch else {
      throw CloudError(
        "TooManyEntriesInBatchRequest",
        "The batch request contains more entries than permissible."
      )
    }
    let ids = try entries.enumerated().map { offset, entry in
      guard let id = entry["Id"]?.string else {
        throw input.fault(
          "publishBatchRequestEntries.\(offset + 1).member.id",
          nil,
          "Member must not be null"
        )
      }
      return try entryID(id)
    }
    guard Set(ids).count == ids.count else {
      throw CloudError(
        "BatchEntryIdsNotDistinct",
        "Two or more batch entries in the request have the same Id."
      )
    }
    return ids
  }

  private static func entryID(_ id: String) throws -> String {
    guard id.utf8.count <= longestEntryID else {
      throw CloudError(
        "InvalidBatchEntryId",
        "The Id of a batch entry in the batch request is too long: \(id)"
      )
    }
    let isLegal =
      !id.isEmpty
      && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    guard isLegal else {
      throw CloudError(
        "InvalidBatchEntryId",
        "The Id of a batch entry in the batch request contains an impermissible character: \(id)"
      )
    }
    return id
  }

  /// Publishes a message inside a write of the caller's, and returns its id.
  ///
  /// - Throws: `CloudError` where there is no such topic.
  package func publish(
    topicARN: String,
    subject: String,
    message: String,
    mail: String?,
    in db: Database
  ) throws -> String {
    let message = TopicMessage(
      id: UniqueID.uuid(),
      time: timer.now,
      topicARN: topicARN,
      subject: subject,
      text: message,
      texts: mail.map { ["email": $0] } ?? [:],
      attributes: []
    )
    try add([message], in: db)
    db.afterNextTransaction { [weak self] _ in
      guard let self else { return }
      timer.schedule("sns.send-out", at: timer.now) { [weak self] in await self?.sendOut() }
    }
    return message.id
  }

  /// Puts messages of one topic into the outbox, and has them carried on.
  private func put(_ messages: [TopicMessage]) async throws {
    try await database.write { [self] db in try add(messages, in: db) }
    await sendOut()
  }

  private func add(_ messages: [TopicMessage], in db: Database) throws {
    for message in messages {
      _ = try TopicStore.require(message.topicARN, in: db)
      try OutboxStore.add(message, hasMailServer: hasMailServer, in: db)
      db.afterNextTransaction { [meter, timer] _ in meter.published(message, at: timer.now) }
    }
  }
}

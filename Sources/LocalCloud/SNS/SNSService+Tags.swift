internal import GRDB
internal import JSONValue

extension SNSService {
  private static let mostTags = 50

  /// Puts tags on a topic.
  func tagResource(_ input: CallInput) async throws -> JSON {
    let added = try SNSService.tags(input.list("Tags"))
    try await changeTags(input) { $0.merging(added) }
    return [:]
  }

  /// Takes tags off a topic.
  func untagResource(_ input: CallInput) async throws -> JSON {
    let removed = Set(input.texts("TagKeys"))
    try await changeTags(input) { tags in
      JSONObject(tags.filter { !removed.contains($0.key) }.map { ($0.key, $0.value) })
    }
    return [:]
  }

  /// Lists a topic's tags.
  func listTags(_ input: CallInput) async throws -> JSON {
    let arn = try resourceARN(input)
    let tags = try await database.read { db in
      guard let topic = try TopicStore.find(arn, in: db) else { throw SNSError.resourceNotFound }
      return topic.tags
    }
    return ["Tags": .array(tags.map { ["Key": .string($0.key), "Value": $0.value] })]
  }

  private func changeTags(
    _ input: CallInput,
    _ change: @escaping @Sendable (JSONObject) -> JSONObject
  ) async throws {
    let arn = try resourceARN(input)
    try await database.write { db in
      guard var topic = try TopicStore.find(arn, in: db) else { throw SNSError.resourceNotFound }
      topic.tags = change(topic.tags)
      guard topic.tags.count <= SNSService.mostTags else {
        throw CloudError(
          "TagLimitExceeded",
          "Could not complete request: tag quota of per resource exceeded"
        )
      }
      try TopicStore.save(topic, in: db)
    }
  }

  private func resourceARN(_ input: CallInput) throws -> String {
    try TopicARN.topic(try input.text("ResourceArn"), of: identity, parameter: "ResourceArn")
  }

  /// Tags as an input lists them.
  ///
  /// - Throws: `CloudError` where a key is there twice.
  static func tags(_ list: [JSON]) throws -> JSONObject {
    let tags = JSONObject(list.map { ($0["Key"]?.string ?? "", $0["Value"] ?? "") })
    guard tags.count == list.count else {
      throw SNSError.invalid("Duplicated keys are not allowed.")
    }
    return tags
  }
}

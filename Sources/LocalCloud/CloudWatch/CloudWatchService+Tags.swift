internal import GRDB
internal import JSONValue

extension CloudWatchService {
  private static let mostTags = 50

  /// Puts tags on an alarm.
  func tagResource(_ input: CallInput) async throws -> JSON {
    guard input.has("Tags") else { throw CloudWatchError.missing("Tags") }
    let added = try CloudWatchService.tags(input.list("Tags"))
    try await changeTags(input) { $0.merging(added) }
    return [:]
  }

  /// Takes tags off an alarm.
  func untagResource(_ input: CallInput) async throws -> JSON {
    guard input.has("TagKeys") else { throw CloudWatchError.missing("TagKeys") }
    let removed = Set(input.texts("TagKeys"))
    try await changeTags(input) { tags in
      JSONObject(tags.filter { !removed.contains($0.key) }.map { ($0.key, $0.value) })
    }
    return [:]
  }

  /// Lists an alarm's tags.
  func listTags(_ input: CallInput) async throws -> JSON {
    let name = try alarmName(input)
    let tags = try await database.read { db in
      guard let alarm = try AlarmStore.alarm(name, in: db) else {
        throw CloudWatchService.noResource(name)
      }
      return alarm.tags
    }
    return ["Tags": .array(tags.map { ["Key": .string($0.key), "Value": $0.value] })]
  }

  private func changeTags(
    _ input: CallInput,
    _ change: @escaping @Sendable (JSONObject) -> JSONObject
  ) async throws {
    let name = try alarmName(input)
    try await database.write { db in
      guard var alarm = try AlarmStore.alarm(name, in: db) else {
        throw CloudWatchService.noResource(name)
      }
      alarm.tags = change(alarm.tags)
      try CloudWatchService.checkCount(alarm.tags)
      try AlarmStore.put(alarm, in: db)
    }
  }

  /// The name in the ARN of an alarm of this cloud.
  private func alarmName(_ input: CallInput) throws -> String {
    guard let arn = input.text(optional: "ResourceARN"), !arn.isEmpty else {
      throw CloudWatchError.missing("ResourceARN")
    }
    let name = AlarmRule.name(of: arn)
    guard arn == StoredAlarm.arn(name, identity) else {
      guard arn.hasPrefix("arn:"), arn.contains(":cloudwatch:") else {
        throw CloudWatchError.invalid("The value \(arn) for parameter ResourceARN is invalid.")
      }
      throw CloudWatchService.noResource(arn)
    }
    return name
  }

  private static func noResource(_ name: String) -> CloudError {
    CloudError(
      "ResourceNotFoundException",
      "\(name) does not exist",
      status: 404,
      members: ["ResourceType": "alarm", "ResourceId": .string(name)]
    )
  }

  private static func checkCount(_ tags: JSONObject) throws {
    guard tags.count <= mostTags else {
      throw CloudWatchError.invalid("The number of tags must not exceed \(mostTags).")
    }
  }

  /// Tags as an input lists them.
  ///
  /// - Throws: `CloudError` where one is no tag, is there twice, or there are too many.
  static func tags(_ list: [JSON]) throws -> JSONObject {
    var tags: JSONObject = [:]
    for (index, tag) in list.enumerated() {
      let path = "Tags.member.\(index + 1)"
      guard let key = tag["Key"]?.string, (1...128).contains(key.count) else {
        throw CloudWatchError.invalid("The parameter \(path).Key must have 1 to 128 characters.")
      }
      guard !key.lowercased().hasPrefix("aws:") else {
        throw CloudWatchError.invalid("Tag keys that begin with aws: are reserved for system use.")
      }
      let value = tag["Value"]?.string ?? ""
      guard value.count <= 256 else {
        throw CloudWatchError.invalid(
          "The parameter \(path).Value must have at most 256 characters."
        )
      }
      guard tags[key] == nil else {
        throw CloudWatchError.invalid("Duplicate tag keys are not allowed: \(key)")
      }
      tags[key] = .string(value)
    }
    try checkCount(tags)
    return tags
  }
}

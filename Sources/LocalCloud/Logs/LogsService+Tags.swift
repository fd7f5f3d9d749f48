internal import GRDB
internal import JSONValue

/// The tags of log groups.
enum LogTags {
  private static let most = 50

  /// The tags, where they may stand.
  ///
  /// - Throws: `CloudError` where there are too many, or a key or value is too long.
  static func checked(_ tags: JSONObject, _ input: CallInput) throws -> JSONObject {
    guard tags.count <= most else {
      throw input.fault("tags", nil, "Member must have length less than or equal to \(most)")
    }
    for (key, value) in tags {
      guard (1...128).contains(key.count) else {
        throw input.fault(
          "tags",
          key,
          "Map keys must satisfy constraint: [Member must have length less than or equal to 128, "
            + "Member must have length greater than or equal to 1]"
        )
      }
      guard let text = value.string, text.count <= 256 else {
        throw input.fault(
          "tags",
          value.string,
          "Map value must satisfy constraint: [Member must have length less than or equal to 256]"
        )
      }
    }
    return tags
  }
}

extension LogsService {
  /// Puts tags on a group.
  func tagResource(_ input: CallInput) async throws -> JSON {
    let added = try LogTags.checked(input.json["tags"]?.object ?? [:], input)
    try await changeTags(input) { tags in try LogTags.checked(tags.merging(added), input) }
    return [:]
  }

  /// Takes tags off a group.
  func untagResource(_ input: CallInput) async throws -> JSON {
    let removed = Set(input.texts("tagKeys"))
    try await changeTags(input) { tags in
      JSONObject(tags.filter { !removed.contains($0.key) }.map { ($0.key, $0.value) })
    }
    return [:]
  }

  /// Lists a group's tags.
  func listTags(_ input: CallInput) async throws -> JSON {
    let name = try taggedGroup(input)
    let text = try await database.read { db in
      let group = try LogStore.requireGroup(name, in: db)
      return try String.fetchOne(
        db,
        sql: "SELECT tags FROM log_group WHERE id = ?",
        arguments: [group.id]
      )
    }
    return ["tags": try JSON(parsing: text ?? "{}")]
  }

  private func changeTags(
    _ input: CallInput,
    _ change: @escaping @Sendable (JSONObject) throws -> JSONObject
  ) async throws {
    let name = try taggedGroup(input)
    try await database.write { db in
      let group = try LogStore.requireGroup(name, in: db)
      let text = try String.fetchOne(
        db,
        sql: "SELECT tags FROM log_group WHERE id = ?",
        arguments: [group.id]
      )
      let tags = try change(try JSON(parsing: text ?? "{}").object ?? [:])
      try db.execute(
        sql: "UPDATE log_group SET tags = ? WHERE id = ?",
        arguments: [JSON.object(tags).text(), group.id]
      )
    }
  }

  private func taggedGroup(_ input: CallInput) throws -> String {
    let arn = try input.text("resourceArn")
    return try LogsService.groupName(
      of: arn.hasSuffix(":*") ? String(arn.dropLast(2)) : arn,
      in: identity
    )
  }
}

internal import GRDB
internal import JSONValue

extension EventsService {
  private static let mostTags = 50

  /// Lists the tags of a rule or of the bus.
  func listTags(_ input: CallInput) async throws -> JSON {
    let (arn, rule) = try taggable(input)
    let tags = try await database.read { db in
      if let rule { _ = try RuleStore.requireRule(rule, in: db) }
      return try EventTagStore.tags(of: arn, in: db)
    }
    return ["Tags": .array(tags)]
  }

  /// Adds tags, in place of those with the same keys.
  func tagResource(_ input: CallInput) async throws -> JSON {
    let new = input.list("Tags")
    let keys = Set(new.compactMap { $0["Key"]?.string })
    try await change(input) { old in
      old.filter { !keys.contains($0["Key"]?.string ?? "") } + new
    }
    return [:]
  }

  /// Removes tags.
  func untagResource(_ input: CallInput) async throws -> JSON {
    let keys = Set(input.texts("TagKeys"))
    try await change(input) { old in old.filter { !keys.contains($0["Key"]?.string ?? "") } }
    return [:]
  }

  private func change(
    _ input: CallInput,
    _ transform: @escaping @Sendable ([JSON]) -> [JSON]
  ) async throws {
    let (arn, rule) = try taggable(input)
    try await database.write { db in
      if let rule { _ = try RuleStore.requireRule(rule, in: db) }
      let tags = transform(try EventTagStore.tags(of: arn, in: db))
      try EventsService.checkCount(tags, input)
      try EventTagStore.set(tags, of: arn, in: db)
    }
  }

  /// Refuses more tags than a resource may have.
  static func checkCount(_ tags: [JSON], _ input: CallInput) throws {
    guard tags.count <= mostTags else {
      throw input.fault("The number of tags must not exceed \(mostTags).")
    }
  }

  /// The ARN of what can have tags here, and the name of the rule where it is one.
  private func taggable(_ input: CallInput) throws -> (arn: String, rule: String?) {
    let arn = try input.text("ResourceARN")
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "events" else {
      throw input.fault(
        "Parameter ResourceARN is not valid. Reason: Provided Arn is not in correct format."
      )
    }
    let path = parts[5].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    switch (path[0], path.count) {
    case ("rule", 2): return (identity.arn("events", "rule/\(path[1])"), path[1])
    case ("rule", 3...):
      let bus = path[1..<(path.count - 1)].joined(separator: "/")
      guard EventsService.isDefaultBus(bus) else { throw EventsError.busNotFound(bus) }
      return (identity.arn("events", "rule/\(path[path.count - 1])"), path[path.count - 1])
    case ("event-bus", 2...):
      let bus = path.dropFirst().joined(separator: "/")
      guard EventsService.isDefaultBus(bus) else { throw EventsError.busNotFound(bus) }
      return (identity.arn("events", "event-bus/default"), nil)
    default:
      throw input.fault(
        "Parameter ResourceARN is not valid. Reason: Provided Arn is not in correct format."
      )
    }
  }
}

/// The SQL of tags.
enum EventTagStore {
  /// The tags of an ARN, each with `Key` and `Value`; none where nothing is stored.
  static func tags(of arn: String, in db: Database) throws -> [JSON] {
    let text = try String.fetchOne(
      db,
      sql: "SELECT tags FROM event_tags WHERE arn = ?",
      arguments: [arn]
    )
    return try text.flatMap { try JSON(parsing: $0).array } ?? []
  }

  /// Stores tags in place of all that the ARN had.
  static func set(_ tags: [JSON], of arn: String, in db: Database) throws {
    guard !tags.isEmpty else {
      return try db.execute(sql: "DELETE FROM event_tags WHERE arn = ?", arguments: [arn])
    }
    try db.execute(
      sql: """
        INSERT INTO event_tags (arn, tags) VALUES (?, ?)
        ON CONFLICT (arn) DO UPDATE SET tags = excluded.tags
        """,
      arguments: [arn, JSON.array(tags).text()]
    )
  }
}

internal import GRDB
internal import JSONValue

extension StepFunctionsService {
  /// Lists the tags of a machine or an activity.
  func listTags(_ input: CallInput) async throws -> JSON {
    let arn = try await taggable(input)
    return ["tags": .array(try await database.read { db in try TagStore.tags(of: arn, in: db) })]
  }

  /// Adds tags, in place of those with the same keys.
  func tagResource(_ input: CallInput) async throws -> JSON {
    let arn = try await taggable(input)
    let new = input.list("tags")
    try await change(arn) { old in
      let keys = Set(new.compactMap { $0["key"]?.string })
      return old.filter { !keys.contains($0["key"]?.string ?? "") } + new
    }
    return [:]
  }

  /// Removes tags.
  func untagResource(_ input: CallInput) async throws -> JSON {
    let arn = try await taggable(input)
    let keys = Set(input.texts("tagKeys"))
    try await change(arn) { old in old.filter { !keys.contains($0["key"]?.string ?? "") } }
    return [:]
  }

  private func change(
    _ arn: String,
    _ transform: @escaping @Sendable ([JSON]) -> [JSON]
  ) async throws {
    try await database.write { db in
      let tags = transform(try TagStore.tags(of: arn, in: db))
      guard tags.count <= 50 else {
        throw CloudError("TooManyTags", "Too many tags: at most 50 can be added to a resource")
      }
      try TagStore.set(JSON.array(tags).text(), of: arn, in: db)
    }
  }

  private func taggable(_ input: CallInput) async throws -> String {
    let arn = input.text(optional: "resourceArn") ?? ""
    let kind = try StatesARN.kind(of: arn)
    let isThere = try await database.read { db in
      switch kind {
      case "stateMachine": try MachineStore.machine(arn, in: db) != nil
      case "activity": try ActivityStore.activity(arn, in: db) != nil
      default: throw StatesError.wrongResource(kind)
      }
    }
    guard isThere else { throw StatesError.resourceNotFound(arn) }
    return arn
  }
}

/// The SQL of tags.
enum TagStore {
  /// The tags of an ARN, each with `key` and `value`; none where nothing is stored.
  static func tags(of arn: String, in db: Database) throws -> [JSON] {
    let text = try String.fetchOne(
      db,
      sql: "SELECT tags FROM states_tags WHERE arn = ?",
      arguments: [arn]
    )
    return try text.flatMap { try JSON(parsing: $0).array } ?? []
  }

  /// Stores tags, the JSON text of an array, in place of all that the ARN had.
  static func set(_ tags: String, of arn: String, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO states_tags (arn, tags) VALUES (?, ?)
        ON CONFLICT (arn) DO UPDATE SET tags = excluded.tags
        """,
      arguments: [arn, tags]
    )
  }
}

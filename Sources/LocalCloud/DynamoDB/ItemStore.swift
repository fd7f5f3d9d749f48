internal import GRDB
internal import JSONValue

/// The SQL of items.
enum ItemStore {
  /// The item under a key; `nil` where there is none.
  static func item(_ key: StorageKey, of table: TableSchema, in db: Database) throws -> JSON? {
    let statement = try db.cachedStatement(
      sql: "SELECT item FROM dynamodb_item WHERE table_id = ? AND hash = ? AND range = ?"
    )
    let text = try String.fetchOne(
      statement,
      arguments: [table.id, key.hash.data, (key.range ?? []).data]
    )
    return try text.map { try JSON(parsing: $0) }
  }

  /// Stores an item in place of what was under its key.
  static func put(
    _ item: JSON,
    _ key: StorageKey,
    of table: TableSchema,
    in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO dynamodb_item (table_id, hash, range, item) VALUES (?, ?, ?, ?)
        ON CONFLICT (table_id, hash, range) DO UPDATE SET item = excluded.item
        """
    ).execute(arguments: [table.id, key.hash.data, (key.range ?? []).data, item.text()])
  }

  /// Removes the item under a key, where there is one.
  static func remove(_ key: StorageKey, of table: TableSchema, in db: Database) throws {
    try db.cachedStatement(
      sql: "DELETE FROM dynamodb_item WHERE table_id = ? AND hash = ? AND range = ?"
    ).execute(arguments: [table.id, key.hash.data, (key.range ?? []).data])
  }
}

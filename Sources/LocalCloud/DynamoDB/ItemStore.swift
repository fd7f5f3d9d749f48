internal import GRDB
internal import JSONValue

/// The SQL of items.
enum ItemStore {
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

  static func remove(_ key: StorageKey, of table: TableSchema, in db: Database) throws {
    try db.cachedStatement(
      sql: "DELETE FROM dynamodb_item WHERE table_id = ? AND hash = ? AND range = ?"
    ).execute(arguments: [table.id, key.hash.data, (key.range ?? []).data])
  }
}

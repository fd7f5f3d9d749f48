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

  /// Walks the items of a table after `start`, those of one partition where `hash` is given, until
  /// `visit` answers `false`.
  static func walk(
    _ table: TableSchema,
    hash: [UInt8]?,
    after start: StorageKey?,
    forward: Bool,
    in db: Database,
    visit: (JSON) throws -> Bool
  ) throws {
    let (sign, order) = forward ? (">", "ASC") : ("<", "DESC")
    var sql = "SELECT item FROM dynamodb_item WHERE table_id = ?"
    var arguments: StatementArguments = [table.id]
    if let hash {
      sql += " AND hash = ?"
      arguments += [hash.data]
      if let range = start?.range {
        sql += " AND range \(sign) ?"
        arguments += [range.data]
      }
      sql += " ORDER BY range \(order)"
    } else {
      if let start {
        sql += " AND (hash, range) > (?, ?)"
        arguments += [start.hash.data, (start.range ?? []).data]
      }
      sql += " ORDER BY hash, range"
    }
    let rows = try String.fetchCursor(
      db.cachedStatement(sql: sql),
      arguments: arguments
    )
    while let text = try rows.next() {
      guard try visit(try JSON(parsing: text)) else { return }
    }
  }
}

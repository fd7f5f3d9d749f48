internal import GRDB
internal import JSONValue

/// The SQL of tables.
enum TableStore {
  static func table(_ name: String, in db: Database) throws -> TableSchema? {
    let statement = try db.cachedStatement(
      sql: "SELECT id, description FROM dynamodb_table WHERE name = ?"
    )
    guard let row = try Row.fetchOne(statement, arguments: [name]) else { return nil }
    return TableSchema(id: row[0], description: try JSON(parsing: row[1] as String))
  }

  static func add(_ description: JSON, name: String, in db: Database) throws -> TableSchema? {
    try db.cachedStatement(
      sql: "INSERT INTO dynamodb_table (name, description) VALUES (?, ?)"
    ).execute(arguments: [name, description.text()])
    return TableSchema(id: db.lastInsertedRowID, description: description)
  }

  static func names(after name: String, limit: Int, in db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: "SELECT name FROM dynamodb_table WHERE name > ? ORDER BY name LIMIT ?",
      arguments: [name, limit]
    )
  }

  static func remove(_ table: TableSchema, in db: Database) throws {
    try db.execute(sql: "DELETE FROM dynamodb_item WHERE table_id = ?", arguments: [table.id])
    try db.execute(sql: "DELETE FROM dynamodb_table WHERE id = ?", arguments: [table.id])
  }

  /// How many items a table has, and how many bytes they take.
  static func size(of table: TableSchema, in db: Database) throws -> (items: Int, bytes: Int) {
    let row = try Row.fetchOne(
      db,
      sql: "SELECT count(*), total(length(item)) FROM dynamodb_item WHERE table_id = ?",
      arguments: [table.id]
    )
    return (row?[0] ?? 0, Int((row?[1] as Double?) ?? 0))
  }
}

internal import GRDB
internal import JSONValue

/// The SQL of tables.
enum TableStore {
  /// The table of a bare name; `nil` where there is none.
  static func table(_ name: String, in db: Database) throws -> TableSchema? {
    let statement = try db.cachedStatement(
      sql: "SELECT id, description FROM dynamodb_table WHERE name = ?"
    )
    guard let row = try Row.fetchOne(statement, arguments: [name]) else { return nil }
    return TableSchema(id: row[0], description: try JSON(parsing: row[1] as String))
  }

  /// Refuses tables that have been deleted since they were looked up.
  ///
  /// - Throws: `CloudError`.
  static func demand(_ tables: some Sequence<TableSchema>, in db: Database) throws {
    let statement = try db.cachedStatement(sql: "SELECT 1 FROM dynamodb_table WHERE id = ?")
    for id in Set(tables.map(\.id)) {
      guard try Int.fetchOne(statement, arguments: [id]) != nil else {
        throw DynamoDBError.tableNotFound
      }
    }
  }

  /// Stores a new table; `tags` is the text of a JSON array.
  static func add(
    _ description: JSON,
    tags: String,
    name: String,
    in db: Database
  ) throws {
    try db.cachedStatement(
      sql: "INSERT INTO dynamodb_table (name, description, tags) VALUES (?, ?, ?)"
    ).execute(arguments: [name, description.text(), tags])
  }

  /// Stores a description in place of the table's old one.
  static func update(_ description: JSON, of table: TableSchema, in db: Database) throws {
    try db.execute(
      sql: "UPDATE dynamodb_table SET description = ? WHERE id = ?",
      arguments: [description.text(), table.id]
    )
  }

  /// A table's tags, each an object of `Key` and `Value`.
  static func tags(of table: TableSchema, in db: Database) throws -> [JSON] {
    let text = try String.fetchOne(
      db,
      sql: "SELECT tags FROM dynamodb_table WHERE id = ?",
      arguments: [table.id]
    )
    return try text.flatMap { try JSON(parsing: $0).array } ?? []
  }

  /// Stores tags in place of all that a table has.
  static func setTags(_ tags: [JSON], of table: TableSchema, in db: Database) throws {
    try db.execute(
      sql: "UPDATE dynamodb_table SET tags = ? WHERE id = ?",
      arguments: [JSON.array(tags).text(), table.id]
    )
  }

  /// A table's description with its present size.
  static func sized(_ table: TableSchema, in db: Database) throws -> JSON {
    let size = try size(of: table, in: db)
    var description = table.description
    description["TableSizeBytes"] = JSON(size.bytes)
    description["ItemCount"] = JSON(size.items)
    return description
  }

  /// The first `limit` names of tables that sort after `name`.
  static func names(after name: String, limit: Int, in db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: "SELECT name FROM dynamodb_table WHERE name > ? ORDER BY name LIMIT ?",
      arguments: [name, limit]
    )
  }

  /// Removes a table with all its items.
  static func remove(_ table: TableSchema, in db: Database) throws {
    try db.execute(sql: "DELETE FROM dynamodb_item WHERE table_id = ?", arguments: [table.id])
    try db.execute(sql: "DELETE FROM dynamodb_table WHERE id = ?", arguments: [table.id])
  }

  /// How many items a table has, and how many bytes they take.
  static func size(of table: TableSchema, in db: Database) throws -> (items: Int, bytes: Int) {
    let row = try Row.fetchOne(
      db,
      sql:
        "SELECT count(*), total(length(CAST(item AS BLOB))) FROM dynamodb_item WHERE table_id = ?",
      arguments: [table.id]
    )
    return (row?[0] ?? 0, Int((row?[1] as Double?) ?? 0))
  }
}

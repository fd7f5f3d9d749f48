package import AWSWire
internal import GRDB
package import JSONValue

/// The emulated DynamoDB: tables and items with condition, update, key and projection expressions.
///
/// Items are kept as their JSON under order-preserving key bytes. This room knows neither HTTP nor
/// any other service.
package struct DynamoDBService: CloudService {
  /// DynamoDB.
  package let service = AWSService.dynamoDB

  /// Where tables and items are kept.
  let database: any CloudDatabase
  /// The account and the region in tables' ARNs.
  let identity: CloudIdentity
  /// The tables' schemas, so that calls on items need not read them each time.
  let tables: TableCatalog
  /// What counts calls, where anybody wants to know.
  let meter: TableMeter?

  /// The schema's steps.
  package static let migrations: [CloudMigration] = [
    CloudMigration("dynamodb-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE dynamodb_table (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT NOT NULL
          );
          CREATE TABLE dynamodb_item (
            table_id INTEGER NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL, item TEXT NOT NULL,
            PRIMARY KEY (table_id, hash, range)
          ) WITHOUT ROWID;
          """
      )
    },
    CloudMigration("dynamodb-2") { db in
      try db.execute(
        sql: """
          ALTER TABLE dynamodb_table ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
          CREATE TABLE dynamodb_token (
            token TEXT PRIMARY KEY, request TEXT NOT NULL, used INTEGER NOT NULL
          ) WITHOUT ROWID;
          """
      )
    },
    // The number of a table that was deleted is never given again: rows of the old one that a write
    // left behind would be the new one's.
    CloudMigration("dynamodb-3") { db in
      try db.execute(
        sql: """
          CREATE TABLE dynamodb_table_3 (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
            description TEXT NOT NULL, tags TEXT NOT NULL DEFAULT '[]'
          );
          INSERT INTO dynamodb_table_3 (id, name, description, tags)
            SELECT id, name, description, tags FROM dynamodb_table;
          DROP TABLE dynamodb_table;
          ALTER TABLE dynamodb_table_3 RENAME TO dynamodb_table;
          DELETE FROM dynamodb_item WHERE table_id NOT IN (SELECT id FROM dynamodb_table);
          """
      )
    },
  ]

  /// Makes the service on its database.
  package init(
    database: any CloudDatabase,
    identity: CloudIdentity,
    meter: TableMeter? = nil
  ) {
    self.database = database
    self.identity = identity
    self.meter = meter
    tables = TableCatalog(database: database)
  }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as DynamoDB answers.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    guard let meter else { return try await run(operation, input, context) }
    let begun = meter.reading
    do {
      let output = try await run(operation, input, context)
      meter.succeeded(operation, input, output, since: begun)
      return output
    } catch {
      meter.failed(operation, input, error)
      throw error
    }
  }

  /// Hands on what was counted.
  package func halt() async { meter?.handOn() }

  private func run(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    let input = CallInput(input)
    switch operation {
    case "GetItem": return try await getItem(input)
    case "PutItem": return try await putItem(input)
    case "DeleteItem": return try await deleteItem(input)
    case "UpdateItem": return try await updateItem(input)
    case "Query": return try await query(input)
    case "Scan": return try await scan(input)
    case "BatchGetItem": return try await batchGetItem(input)
    case "BatchWriteItem": return try await batchWriteItem(input)
    case "CreateTable": return try await createTable(input, context)
    case "DescribeTable": return try await describeTable(input)
    case "ListTables": return try await listTables(input)
    case "DeleteTable": return try await deleteTable(input)
    case "UpdateTable": return try await updateTable(input, context)
    case "TransactGetItems": return try await transactGetItems(input)
    case "TransactWriteItems": return try await transactWriteItems(input, context)
    case "DescribeTimeToLive": return try describeTimeToLive(input)
    case "DescribeContinuousBackups": return try describeContinuousBackups(input)
    case "ListTagsOfResource": return try await listTags(input)
    case "TagResource": return try await tagResource(input)
    case "UntagResource": return try await untagResource(input)
    default: throw DynamoDBError.unknownOperation(operation)
    }
  }
}

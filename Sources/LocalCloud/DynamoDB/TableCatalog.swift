internal import GRDB
internal import JSONValue
internal import Synchronization

/// The tables by name, kept in memory once they were read.
final class TableCatalog: Sendable {
  private let database: any CloudDatabase
  private let known = Mutex<[String: TableSchema]>([:])

  /// Makes a catalogue that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// The table called `name`, which may also be an ARN.
  ///
  /// - Throws: `CloudError` where there is none.
  func table(_ name: String) throws -> TableSchema {
    let name = TableCatalog.bareName(name)
    if let schema = known.withLock({ $0[name] }) { return schema }
    let found = try database.lookUp { db in try TableStore.table(name, in: db) }
    guard let found else { throw DynamoDBError.tableNotFound }
    known.withLock { $0[name] = found }
    return found
  }

  /// Notes a table that was made.
  func add(_ schema: TableSchema) { known.withLock { $0[schema.name] = schema } }

  /// Forgets a table that was deleted.
  func remove(_ name: String) { known.withLock { $0[name] = nil } }

  /// The name at the end of a table's ARN, or the name itself.
  static func bareName(_ name: String) -> String {
    guard name.hasPrefix("arn:"), let slash = name.lastIndex(of: "/") else { return name }
    return String(name[name.index(after: slash)...])
  }
}

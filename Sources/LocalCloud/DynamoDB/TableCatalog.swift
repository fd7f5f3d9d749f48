internal import GRDB
internal import JSONValue

/// The tables by name, kept in memory once they were read.
final class TableCatalog: Sendable {
  private let database: any CloudDatabase
  private let known = RememberedRows<String, TableSchema>()

  /// Makes a catalogue that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// The table called `name`, which may also be an ARN.
  ///
  /// - Throws: `CloudError` where there is none.
  func table(_ name: String) throws -> TableSchema {
    let name = TableCatalog.bareName(name)
    let found = try known.row(name) {
      try database.lookUp { db in try TableStore.table(name, in: db) }
    }
    guard let found else { throw DynamoDBError.tableNotFound }
    return found
  }

  /// Forgets a table that was changed or deleted.
  func forget(_ name: String) { known.forget(name) }

  /// The name at the end of a table's ARN, or the name itself.
  static func bareName(_ name: String) -> String {
    guard name.hasPrefix("arn:"), let slash = name.lastIndex(of: "/") else { return name }
    return String(name[name.index(after: slash)...])
  }
}

internal import AWSWire
internal import CSQLite
internal import GRDB

/// Inserts events one after the other with one statement.
///
/// It binds values by SQLite's own functions: of all statements this one runs most often by far, and
/// GRDB's boxes around five numbers and a text cost more than the insertion itself.
struct EventInsertion {
  private let statement: Statement
  private let db: Database

  /// Prepares to insert.
  init(in db: Database) throws {
    self.db = db
    statement = try db.cachedStatement(
      sql: """
        INSERT INTO log_event (group_id, timestamp, sequence, stream_id, ingested, message)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    )
  }

  /// Inserts lines into a stream of a group, numbered from `first`; `ingested` is in milliseconds
  /// since the epoch.
  ///
  /// - Throws: `DatabaseError`.
  func insert(
    _ lines: [LogLine],
    group: Int64,
    stream: Int64,
    first: Int64,
    ingested: Int64
  ) throws {
    var sequence = first
    let raw = statement.sqliteStatement
    sqlite3_bind_int64(raw, 1, group)
    sqlite3_bind_int64(raw, 4, stream)
    sqlite3_bind_int64(raw, 5, ingested)
    defer { sqlite3_clear_bindings(raw) }
    for line in lines {
      sqlite3_bind_int64(raw, 2, line.timestamp.milliseconds)
      sqlite3_bind_int64(raw, 3, sequence)
      var message = line.message
      let code = message.withUTF8 { EventInsertion.step(raw, message: $0) }
      guard code == SQLITE_DONE else {
        throw DatabaseError(
          resultCode: ResultCode(rawValue: code),
          message: db.lastErrorMessage,
          sql: statement.sql
        )
      }
      sequence += 1
    }
  }

  /// Runs the statement with a message that it does not keep.
  private static func step(_ raw: SQLiteStatement, message: UnsafeBufferPointer<UInt8>) -> CInt {
    let length = CInt(message.count)
    // SQLite's text ends at a NUL, its bytes do not.
    let bound =
      message.contains(0)
      ? sqlite3_bind_blob(raw, 6, message.baseAddress, length, nil)
      : message.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text(raw, 6, $0.baseAddress, length, nil)
      }
    guard bound == SQLITE_OK else { return bound }
    let code = sqlite3_step(raw)
    let reset = sqlite3_reset(raw)
    return code == SQLITE_DONE ? code : reset
  }
}

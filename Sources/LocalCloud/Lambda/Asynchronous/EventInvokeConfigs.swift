internal import AWSWire
internal import GRDB
internal import JSONValue
internal import Synchronization

/// How the functions' asynchronous invocations are handled: in the database, and in memory to be looked
/// up at each try.
final class EventInvokeConfigs: Sendable {
  private let database: any CloudDatabase
  private let known = Mutex<[String: EventInvokeConfig]>([:])

  /// Makes a book that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// Takes up what was said before.
  func load() async throws {
    let found = try await database.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM lambda_event_config").map { row in
        var config = EventInvokeConfig(modified: Instant(milliseconds: row["modified"]))
        config.take(try JSON(parsing: row["document"] as String))
        return (row["function"] as String, config)
      }
    }
    known.withLock { $0 = Dictionary(found, uniquingKeysWith: { $1 }) }
  }

  /// What was said of a function.
  func config(of function: String) -> EventInvokeConfig? { known.withLock { $0[function] } }

  /// Says something else of a function, or nothing any more.
  func put(_ config: EventInvokeConfig?, of function: String) async throws {
    try await database.write { db in
      guard let config else {
        return try db.execute(
          sql: "DELETE FROM lambda_event_config WHERE function = ?",
          arguments: [function]
        )
      }
      try db.execute(
        sql: "INSERT OR REPLACE INTO lambda_event_config VALUES (?, ?, ?)",
        arguments: [function, JSON.object(config.json).text(), config.modified.milliseconds]
      )
    }
    known.withLock { $0[function] = config }
  }
}

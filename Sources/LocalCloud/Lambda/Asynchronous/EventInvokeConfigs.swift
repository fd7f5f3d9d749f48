internal import AWSWire
internal import GRDB
internal import JSONValue
internal import Synchronization

/// How the functions' asynchronous invocations are handled: in the database, and in memory to be looked
/// up at each try.
final class EventInvokeConfigs: Sendable {
  /// The tables of what templates have said.
  static let migrations = [
    CloudMigration("lambda-event-template") { db in
      try db.execute(
        sql: """
          CREATE TABLE lambda_event_template (function TEXT PRIMARY KEY, template TEXT NOT NULL)
          WITHOUT ROWID
          """
      )
    }
  ]

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

  /// Takes up what a template says, by function; where it says what it said when it was last taken up,
  /// what was changed since stays.
  func update(to templates: [String: ResolvedStack.Resource]) async throws {
    let wanted = templates.mapValues { $0.properties.text() }
    let last = try await database.read { db in
      Dictionary(
        try Row.fetchAll(db, sql: "SELECT function, template FROM lambda_event_template")
          .map { ($0["function"] as String, $0["template"] as String) },
        uniquingKeysWith: { $1 }
      )
    }
    guard last != wanted else { return }
    for function in last.keys where wanted[function] == nil { try await put(nil, of: function) }
    for (function, resource) in templates where last[function] != wanted[function] {
      var config = EventInvokeConfig(
        modified: resource.changed ?? resource.created ?? Instant(milliseconds: 0)
      )
      config.take(EventInvokeConfig.input(resource.properties))
      try await put(config, of: function)
    }
    try await database.write { db in
      try db.execute(sql: "DELETE FROM lambda_event_template")
      for (function, template) in wanted {
        try db.execute(
          sql: "INSERT INTO lambda_event_template VALUES (?, ?)",
          arguments: [function, template]
        )
      }
    }
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

internal import GRDB
internal import JSONValue
internal import Synchronization

/// The tags of functions: those of the template, with what was changed through the API.
///
/// A stack update changes what the template changes: tags that it no longer has go, those that it has
/// anew or with another value are put on, and all others stay.
final class FunctionTags: Sendable {
  /// The tables of this book.
  static let migrations = [
    CloudMigration("lambda-tags") { db in
      try db.execute(
        sql: """
          CREATE TABLE lambda_tags (
            function TEXT PRIMARY KEY, template TEXT NOT NULL, tags TEXT NOT NULL
          ) WITHOUT ROWID
          """
      )
    }
  ]

  private let database: any CloudDatabase
  private let known = Mutex<[String: JSONObject]>([:])

  /// Makes a book that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// The tags of a function.
  func tags(of function: String) -> JSONObject { known.withLock { $0[function] ?? [:] } }

  /// Takes up the functions of a template with the tags that it gives them; others are forgotten.
  func load(_ templates: [String: JSONObject]) async throws {
    let rows = try await database.read { db in
      try Row.fetchAll(db, sql: "SELECT function, template, tags FROM lambda_tags").map { row in
        (
          function: row["function"] as String,
          template: try JSON(parsing: row["template"] as String).object ?? [:],
          tags: try JSON(parsing: row["tags"] as String).object ?? [:]
        )
      }
    }
    var tags = templates
    var isChanged = rows.count != templates.count
    for row in rows {
      guard let template = templates[row.function] else {
        isChanged = true
        continue
      }
      tags[row.function] = FunctionTags.updated(row.tags, from: row.template, to: template)
      isChanged = isChanged || row.template != template
    }
    if isChanged {
      let all = tags
      try await database.write { db in
        try db.execute(sql: "DELETE FROM lambda_tags")
        for (function, template) in templates {
          try FunctionTags.put(all[function] ?? [:], template: template, of: function, in: db)
        }
      }
    }
    let loaded = tags
    known.withLock { $0 = loaded }
  }

  /// Puts other tags in place of those that a function has.
  func put(_ tags: JSONObject, of function: String) async throws {
    try await database.write { db in
      try db.execute(
        sql: "UPDATE lambda_tags SET tags = ? WHERE function = ?",
        arguments: [JSON.object(tags).text(), function]
      )
    }
    known.withLock { $0[function] = tags }
  }

  private static func put(
    _ tags: JSONObject,
    template: JSONObject,
    of function: String,
    in db: Database
  ) throws {
    try db.execute(
      sql: "INSERT INTO lambda_tags VALUES (?, ?, ?)",
      arguments: [function, JSON.object(template).text(), JSON.object(tags).text()]
    )
  }

  private static func updated(
    _ tags: JSONObject,
    from old: JSONObject,
    to new: JSONObject
  ) -> JSONObject {
    var tags = tags
    for (key, _) in old where new[key] == nil { tags[key] = nil }
    for (key, value) in new where old[key] != value { tags[key] = value }
    return tags
  }
}

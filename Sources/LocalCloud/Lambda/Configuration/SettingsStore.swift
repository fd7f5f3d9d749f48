internal import AWSWire
internal import GRDB
internal import JSONValue

/// Keeps the settings that functions were given through the API.
///
/// They hold as long as the template says of the function what it said when they were given: a stack
/// update that changes the function puts it back to what the template says.
struct SettingsStore: Sendable {
  /// The tables of this folder.
  static let migrations = [
    CloudMigration("lambda-settings") { db in
      try db.execute(
        sql: """
          CREATE TABLE lambda_settings (
            function TEXT PRIMARY KEY, template TEXT NOT NULL, settings TEXT NOT NULL
          ) WITHOUT ROWID
          """
      )
    }
  ]

  /// Where the settings are kept.
  let database: any CloudDatabase

  /// The functions of a template as they are configured now; what no longer holds is forgotten.
  func configured(_ specs: [FunctionSpec]) async throws -> [FunctionSpec] {
    let known = try await database.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM lambda_settings").map { row in
        (
          function: row["function"] as String, template: row["template"] as String,
          settings: try JSON(parsing: row["settings"] as String)
        )
      }
    }
    guard !known.isEmpty else { return specs }
    let templates = Dictionary(
      specs.map { ($0.name, SettingsStore.fingerprint($0)) },
      uniquingKeysWith: { $1 }
    )
    let gone = known.filter { templates[$0.function] != $0.template }.map(\.function)
    if !gone.isEmpty {
      try await database.write { db in
        for function in gone {
          try db.execute(
            sql: "DELETE FROM lambda_settings WHERE function = ?",
            arguments: [function]
          )
        }
      }
    }
    let settings = Dictionary(
      known.filter { templates[$0.function] == $0.template }.map { ($0.function, $0.settings) },
      uniquingKeysWith: { $1 }
    )
    return specs.map { spec in
      guard let input = settings[spec.name] else { return spec }
      var own = FunctionSettings(of: spec)
      own.take(input)
      return own.applied(to: spec)
    }
  }

  /// Stores settings as part of a write of the caller's.
  func put(
    _ settings: FunctionSettings,
    of function: String,
    template: FunctionSpec,
    in db: Database
  ) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO lambda_settings VALUES (?, ?, ?)",
      arguments: [function, SettingsStore.fingerprint(template), settings.json.text()]
    )
  }

  /// What tells whether the template says the same of a function.
  private static func fingerprint(_ spec: FunctionSpec) -> String {
    Digest.sha256Hex(spec.configuration.text().utf8)
  }
}

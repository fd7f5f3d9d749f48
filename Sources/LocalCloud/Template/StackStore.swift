internal import AWSWire
internal import GRDB
internal import JSONValue

/// What was last applied: the template, its parameters, and each resource's fingerprint.
struct StackStore: Sendable {
  /// The tables of this folder.
  static let migrations = [
    CloudMigration("stack-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE stack (
            id INTEGER PRIMARY KEY CHECK (id = 1), template TEXT, parameters TEXT NOT NULL,
            fingerprint TEXT NOT NULL, outputs TEXT NOT NULL, updated INTEGER NOT NULL);
          CREATE TABLE stack_resources (
            logical_id TEXT PRIMARY KEY, position INTEGER NOT NULL, type TEXT NOT NULL,
            reference TEXT NOT NULL, properties TEXT NOT NULL, retained INTEGER NOT NULL,
            arn TEXT
          ) WITHOUT ROWID;
          """
      )
    },
    CloudMigration("stack-times") { db in
      try db.execute(
        sql: """
          ALTER TABLE stack_resources ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE stack_resources ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
          UPDATE stack_resources SET created = ifnull((SELECT updated FROM stack), 0),
            changed = ifnull((SELECT updated FROM stack), 0);
          """
      )
    },
  ]

  /// The stack as it was last applied.
  struct Applied: Sendable {
    /// The user's own template; `nil` where it was the built-in one.
    let template: String?
    /// The parameters that the user set, by name.
    let parameters: [String: String]
    /// The SHA-256 in hexadecimal of all that the stack was made of.
    let fingerprint: String
    /// The resources that are in effect, and the outputs.
    let stack: ResolvedStack
    /// When it was applied.
    let updated: Instant
  }

  /// Where it is kept.
  let database: any CloudDatabase

  /// What was last applied in whole, and the resources that are in effect.
  func load() async throws -> (applied: Applied?, resources: [ResolvedStack.Resource]) {
    try await database.read { db in
      let resources = try Row.fetchAll(db, sql: "SELECT * FROM stack_resources ORDER BY position")
        .map { row in
          ResolvedStack.Resource(
            logicalID: row["logical_id"],
            type: row["type"],
            reference: row["reference"],
            properties: try JSON(parsing: row["properties"] as String),
            isRetained: row["retained"],
            arn: row["arn"],
            created: Instant(milliseconds: row["created"]),
            changed: Instant(milliseconds: row["changed"])
          )
        }
      guard let row = try Row.fetchOne(db, sql: "SELECT * FROM stack") else {
        return (nil, resources)
      }
      let parameters = try JSON(parsing: row["parameters"] as String)
      let outputs = try JSON(parsing: row["outputs"] as String)
      let applied = Applied(
        template: row["template"],
        parameters: Dictionary(
          (parameters.object ?? [:]).map { ($0.key, $0.value.string ?? "") },
          uniquingKeysWith: { $1 }
        ),
        fingerprint: row["fingerprint"],
        stack: ResolvedStack(resources: resources, outputs: outputs.object ?? [:]),
        updated: Instant(milliseconds: row["updated"])
      )
      return (applied, resources)
    }
  }

  /// Notes that a resource is in effect; one that is changed keeps its time of creation.
  func put(_ resource: ResolvedStack.Resource, position: Int, now: Instant) async throws {
    let properties = resource.properties.text()
    try await database.write { db in
      try db.execute(
        sql: """
          INSERT INTO stack_resources VALUES (?, ?, ?, ?, ?, ?, ?, ?8, ?8)
          ON CONFLICT (logical_id) DO UPDATE SET position = excluded.position,
            created = CASE WHEN reference = excluded.reference AND type = excluded.type
              THEN created ELSE excluded.created END,
            type = excluded.type, reference = excluded.reference,
            properties = excluded.properties, retained = excluded.retained, arn = excluded.arn,
            changed = excluded.changed
          """,
        arguments: [
          resource.logicalID, position, resource.type, resource.reference, properties,
          resource.isRetained, resource.arn, now.milliseconds,
        ]
      )
    }
  }

  /// Notes that a resource is gone.
  func remove(_ logicalID: String) async throws {
    try await database.write { db in
      try db.execute(
        sql: "DELETE FROM stack_resources WHERE logical_id = ?",
        arguments: [logicalID]
      )
    }
  }

  /// Notes that a stack is in effect as a whole.
  func finish(
    _ stack: ResolvedStack,
    template: String?,
    parameters: [String: String],
    fingerprint: String,
    now: Instant
  ) async throws {
    let parameters = JSON.object(
      JSONObject(parameters.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    ).text()
    let outputs = JSON.object(stack.outputs).text()
    try await database.write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO stack VALUES (1, ?, ?, ?, ?, ?)",
        arguments: [template, parameters, fingerprint, outputs, now.milliseconds]
      )
    }
  }
}

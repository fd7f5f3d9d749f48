internal import GRDB
internal import JSONValue

/// A state machine in one of its revisions.
struct StoredMachine: Sendable {
  /// The ARN.
  let arn: String
  /// The name; empty for a revision of a machine that is gone.
  let name: String
  /// Milliseconds since the epoch.
  let created: Int64
  /// A UUID, new with every change.
  let revision: String
  /// Milliseconds since the epoch.
  let updated: Int64
  /// `definition`, `roleArn`, `type`, `loggingConfiguration`, `tracingConfiguration`.
  let body: JSON

  /// Reads a row of `state_machine` joined with its revision.
  init(_ row: Row) throws {
    (arn, name, created) = (row["arn"], row["name"], row["created"])
    (revision, updated) = (row["revision"], row["updated"])
    body = try JSON(parsing: row["body"] as String)
  }

  /// Makes a machine that is to be stored.
  init(
    arn: String,
    name: String,
    created: Int64,
    revision: String,
    updated: Int64,
    body: JSON
  ) {
    (self.arn, self.name, self.created) = (arn, name, created)
    (self.revision, self.updated, self.body) = (revision, updated, body)
  }
}

/// The SQL of state machines.
enum MachineStore {
  private static let selection = """
    SELECT m.arn, m.name, m.created, r.revision, r.updated, r.body
    FROM state_machine m JOIN state_machine_revision r
    """

  /// The machine with an ARN in its present revision; `nil` where there is none.
  static func machine(_ arn: String, in db: Database) throws -> StoredMachine? {
    try Row.fetchOne(
      db.cachedStatement(sql: "\(selection) ON r.revision = m.revision WHERE m.arn = ?"),
      arguments: [arn]
    ).map(StoredMachine.init)
  }

  /// The machine as it was in a revision; also after it was deleted.
  static func revision(_ revision: String, in db: Database) throws -> StoredMachine? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT r.machine_arn AS arn, ifnull(m.name, '') AS name,
            ifnull(m.created, r.updated) AS created, r.revision, r.updated, r.body
          FROM state_machine_revision r LEFT JOIN state_machine m ON m.arn = r.machine_arn
          WHERE r.revision = ?
          """
      ),
      arguments: [revision]
    ).map(StoredMachine.init)
  }

  /// All machines by name.
  static func all(in db: Database) throws -> [StoredMachine] {
    try Row.fetchAll(db, sql: "\(selection) ON r.revision = m.revision ORDER BY m.name")
      .map(StoredMachine.init)
  }

  /// Makes sure that the revision of a machine is there, for an execution that is started on it.
  static func keepRevision(of machine: StoredMachine, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "SELECT 1 FROM state_machine_revision WHERE revision = ?"
    )
    if try Int.fetchOne(statement, arguments: [machine.revision]) == nil {
      try addRevision(of: machine, in: db)
    }
  }

  /// Removes revisions that are no machine's present one and that no execution was started on, at
  /// most `limit`.
  static func forgetRevisions(limit: Int, in db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM state_machine_revision WHERE revision IN (
          SELECT r.revision FROM state_machine_revision r
          WHERE NOT EXISTS (SELECT 1 FROM state_machine m WHERE m.revision = r.revision)
            AND NOT EXISTS (SELECT 1 FROM execution e WHERE e.revision = r.revision)
          LIMIT ?)
        """,
      arguments: [limit]
    )
  }

  private static func addRevision(of machine: StoredMachine, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO state_machine_revision (revision, machine_arn, updated, body)
        VALUES (?, ?, ?, ?)
        """,
      arguments: [machine.revision, machine.arn, machine.updated, machine.body.text()]
    )
  }

  /// Makes a revision the present one of its machine, which is made where it is missing.
  static func put(_ machine: StoredMachine, in db: Database) throws {
    try addRevision(of: machine, in: db)
    try db.execute(
      sql: """
        INSERT INTO state_machine (arn, name, created, revision) VALUES (?, ?, ?, ?)
        ON CONFLICT (arn) DO UPDATE SET revision = excluded.revision
        """,
      arguments: [machine.arn, machine.name, machine.created, machine.revision]
    )
  }

  /// Removes a machine; its revisions stay for the executions that were started on them.
  static func remove(_ arn: String, in db: Database) throws {
    try db.execute(sql: "DELETE FROM state_machine WHERE arn = ?", arguments: [arn])
  }
}

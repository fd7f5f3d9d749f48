internal import GRDB
internal import JSONValue

/// An execution as it is stored.
struct StoredExecution: Sendable {
  /// The number that its history is kept under.
  let id: Int64
  /// The ARN.
  let arn: String
  /// The ARN of its machine, which may be gone.
  let machineARN: String
  /// The revision of the machine that it runs on.
  let revision: String
  /// The name, unique among the executions of its machine.
  let name: String
  /// `RUNNING` or how it ended, as the service spells it.
  let status: String
  /// Milliseconds since the epoch.
  let started: Int64
  /// Milliseconds since the epoch; `nil` while it runs.
  let stopped: Int64?
  /// The input's JSON text, as it was given.
  let input: String
  /// The output's JSON text, where it succeeded.
  let output: String?
  /// The error's name, where it failed.
  let error: String?
  /// What the error says, where it failed.
  let cause: String?
  /// What an execution is taken up from that runs or may be redriven.
  let snapshot: String?
  /// How often it was redriven.
  let redriveCount: Int
  /// Milliseconds since the epoch.
  let redriven: Int64?
  /// What made the last redrive idempotent.
  let redriveToken: String?

  /// Reads a row of `execution`.
  init(_ row: Row) {
    (id, arn, machineARN) = (row["id"], row["arn"], row["machine_arn"])
    (revision, name, status) = (row["revision"], row["name"], row["status"])
    (started, stopped, input) = (row["started"], row["stopped"], row["input"])
    (output, error, cause) = (row["output"], row["error"], row["cause"])
    snapshot = row["snapshot"]
    (redriveCount, redriven) = (row["redrive_count"], row["redriven"])
    redriveToken = row["redrive_token"]
  }
}

/// What one step of an execution changes in the database.
struct ExecutionChange: Sendable {
  /// The new history events: their numbers and their JSON.
  let events: [(id: Int, body: String)]
  /// What the execution is taken up from, or redriven from once it has ended; `nil` where it
  /// succeeded, so that it is neither.
  let snapshot: String?
  /// `RUNNING` or how it ended.
  let status: String
  /// Milliseconds since the epoch; `nil` while it runs.
  let stopped: Int64?
  /// The output's JSON text, where it succeeded.
  let output: String?
  /// The error's name, where it failed.
  let error: String?
  /// What the error says, where it failed.
  let cause: String?
}

/// The SQL of executions and their histories.
enum ExecutionStore {
  /// The execution with an ARN; `nil` where there is none.
  static func execution(_ arn: String, in db: Database) throws -> StoredExecution? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM execution WHERE arn = ?"),
      arguments: [arn]
    ).map(StoredExecution.init)
  }

  /// All executions that run, oldest first.
  static func running(in db: Database) throws -> [StoredExecution] {
    try Row.fetchAll(db, sql: "SELECT * FROM execution WHERE status = 'RUNNING' ORDER BY id")
      .map(StoredExecution.init)
  }

  /// Adds an execution that runs, with `input` as JSON text, and gives its number.
  static func add(
    arn: String,
    machine: StoredMachine,
    name: String,
    started: Int64,
    input: String,
    in db: Database
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: """
        INSERT INTO execution (arn, machine_arn, revision, name, status, started, input)
        VALUES (?, ?, ?, ?, 'RUNNING', ?, ?)
        """
    ).execute(arguments: [arn, machine.arn, machine.revision, name, started, input])
    return db.lastInsertedRowID
  }

  /// Makes a step's changes.
  static func apply(_ change: ExecutionChange, to id: Int64, in db: Database) throws {
    let insert = try db.cachedStatement(
      sql: "INSERT INTO execution_event (execution_id, id, body) VALUES (?, ?, ?)"
    )
    for event in change.events { try insert.execute(arguments: [id, event.id, event.body]) }
    try db.cachedStatement(
      sql: """
        UPDATE execution SET snapshot = ?, status = ?, stopped = ?, output = ?, error = ?,
          cause = ? WHERE id = ?
        """
    ).execute(arguments: [
      change.snapshot, change.status, change.stopped, change.output, change.error, change.cause,
      id,
    ])
  }

  /// Notes that an execution runs again.
  static func redrive(
    _ change: ExecutionChange,
    _ id: Int64,
    token: String?,
    at now: Int64,
    in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE execution SET redrive_count = redrive_count + 1, redriven = ?, redrive_token = ?
        WHERE id = ?
        """,
      arguments: [now, token, id]
    )
    try apply(change, to: id, in: db)
  }

  /// The number of the newest history event; 0 where there is none.
  static func lastEvent(of id: Int64, in db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: "SELECT max(id) FROM execution_event WHERE execution_id = ?",
      arguments: [id]
    ) ?? 0
  }

  /// The history's events from the number `first` on, forwards or backwards.
  static func events(
    of id: Int64,
    from first: Int,
    limit: Int,
    isReversed: Bool,
    in db: Database
  ) throws -> [JSON] {
    let (sign, order) = isReversed ? ("<=", "DESC") : (">=", "ASC")
    return try String.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT body FROM execution_event WHERE execution_id = ? AND id \(sign) ?
          ORDER BY id \(order) LIMIT ?
          """
      ),
      arguments: [id, first, limit]
    ).map { try JSON(parsing: $0) }
  }

  /// The executions of a machine, newest first, without those at or before the token's place.
  static func list(
    machine: String,
    status: String?,
    before mark: (time: Int64, id: Int64)?,
    limit: Int,
    in db: Database
  ) throws -> [StoredExecution] {
    let time = status == nil || status == "RUNNING" ? "started" : "ifnull(stopped, started)"
    var sql = "SELECT * FROM execution WHERE machine_arn = ?"
    var arguments: StatementArguments = [machine]
    if let status {
      sql += " AND status = ?"
      arguments += [status]
    }
    if let mark {
      sql += " AND (\(time), id) < (?, ?)"
      arguments += [mark.time, mark.id]
    }
    sql += " ORDER BY \(time) DESC, id DESC LIMIT ?"
    arguments += [limit]
    return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
      .map(StoredExecution.init)
  }

  /// Removes executions that ended before `time`, at most `limit`, and tells how many.
  static func forget(before time: Int64, limit: Int, in db: Database) throws -> Int {
    let ids = try Int64.fetchAll(
      db,
      sql: "SELECT id FROM execution WHERE stopped < ? ORDER BY stopped LIMIT ?",
      arguments: [time, limit]
    )
    for id in ids {
      try db.execute(sql: "DELETE FROM execution_event WHERE execution_id = ?", arguments: [id])
      try db.execute(sql: "DELETE FROM execution WHERE id = ?", arguments: [id])
    }
    return ids.count
  }
}

internal import GRDB
internal import JSONValue

/// A rule as it is stored.
struct StoredRule: Sendable {
  /// The name, unique on the bus.
  let name: String
  /// `ENABLED` or `DISABLED`.
  let state: String
  /// The event pattern's JSON text; `nil` where it only has a schedule.
  let pattern: String?
  /// The expression `rate(…)` or `cron(…)`; `nil` where it only has a pattern.
  let schedule: String?
  /// What it says for people, where it says something.
  let description: String?
  /// The ARN of the role it was given, where it was given one.
  let roleARN: String?
  /// Milliseconds since the epoch.
  let created: Int64

  /// Whether the rule takes events and fires.
  var isEnabled: Bool { state != "DISABLED" }

  /// Makes a rule.
  init(
    name: String,
    state: String,
    pattern: String?,
    schedule: String?,
    description: String?,
    roleARN: String?,
    created: Int64
  ) {
    (self.name, self.state, self.pattern, self.schedule) = (name, state, pattern, schedule)
    (self.description, self.roleARN, self.created) = (description, roleARN, created)
  }

  /// Reads a row of `event_rule`.
  init(_ row: Row) {
    (name, state, pattern) = (row["name"], row["state"], row["pattern"])
    (schedule, description) = (row["schedule"], row["description"])
    (roleARN, created) = (row["role_arn"], row["created"])
  }
}

/// The SQL of rules and targets.
enum RuleStore {
  /// The rule of this name; `nil` where there is none.
  static func rule(_ name: String, in db: Database) throws -> StoredRule? {
    try Row.fetchOne(db, sql: "SELECT * FROM event_rule WHERE name = ?", arguments: [name])
      .map(StoredRule.init)
  }

  /// The rule of this name; throws `ResourceNotFoundException` where there is none.
  static func requireRule(_ name: String, in db: Database) throws -> StoredRule {
    guard let rule = try rule(name, in: db) else { throw EventsError.ruleNotFound(name) }
    return rule
  }

  /// All rules by name.
  static func all(in db: Database) throws -> [StoredRule] {
    try Row.fetchAll(db, sql: "SELECT * FROM event_rule ORDER BY name").map(StoredRule.init)
  }

  /// How many rules there are.
  static func count(in db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM event_rule") ?? 0
  }

  /// Adds a rule or changes it; one that is changed keeps its time of creation.
  static func put(_ rule: StoredRule, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO event_rule (name, state, pattern, schedule, description, role_arn, created)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET state = excluded.state, pattern = excluded.pattern,
          schedule = excluded.schedule, description = excluded.description,
          role_arn = excluded.role_arn
        """,
      arguments: [
        rule.name, rule.state, rule.pattern, rule.schedule, rule.description, rule.roleARN,
        rule.created,
      ]
    )
  }

  /// The targets of a rule, as `PutTargets` took them, by id.
  static func targets(of rule: String, in db: Database) throws -> [JSON] {
    try String.fetchAll(
      db,
      sql: "SELECT body FROM event_target WHERE rule = ? ORDER BY id",
      arguments: [rule]
    ).map { try JSON(parsing: $0) }
  }

  /// Adds a target to a rule, in place of the one with the same id.
  static func putTarget(_ target: JSON, id: String, rule: String, in db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO event_target (rule, id, body) VALUES (?, ?, ?)",
      arguments: [rule, id, target.text()]
    )
  }
}

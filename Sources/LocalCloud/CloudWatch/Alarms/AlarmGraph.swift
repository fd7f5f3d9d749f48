internal import GRDB

/// Which alarms the composite alarms name, read from the table that keeps it.
struct AlarmGraph {
  /// What an alarm is to a composite alarm that names it.
  private enum Role: String {
    /// It is in the rule.
    case child
    /// It suppresses the actions.
    case suppressor
  }

  /// The database, inside the reading or write that all answers are to be of.
  let db: Database

  /// The composite alarms whose rules name an alarm, in order.
  func parents(of name: String) throws -> [String] { try composites(naming: name, as: .child) }

  /// The composite alarms whose actions an alarm suppresses, in order.
  func suppressed(by name: String) throws -> [String] {
    try composites(naming: name, as: .suppressor)
  }

  private func composites(naming name: String, as role: Role) throws -> [String] {
    try String.fetchAll(
      db.cachedStatement(
        sql: "SELECT parent FROM alarm_relative WHERE child = ? AND role = ? ORDER BY parent"
      ),
      arguments: [name, role.rawValue]
    )
  }

  /// Whether an alarm depends on itself; such alarms are not evaluated.
  func isOnCycle(_ name: String) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          WITH RECURSIVE below (name) AS (
            SELECT child FROM alarm_relative WHERE parent = ?1 AND role = ?2
            UNION SELECT child FROM below JOIN alarm_relative ON parent = name AND role = ?2
          )
          SELECT EXISTS (SELECT 1 FROM below WHERE name = ?1)
          """
      ),
      arguments: [name, Role.child.rawValue]
    ) ?? false
  }

  /// Keeps which alarms one with these settings names, in place of those that it named before.
  func put(_ settings: AlarmSettings) throws {
    try remove(settings.name)
    guard let condition = settings.composite else { return }
    for child in Set(condition.children) { try add(child, .child, to: settings.name) }
    if let suppressor = condition.suppressor { try add(suppressor, .suppressor, to: settings.name) }
  }

  private func add(_ name: String, _ role: Role, to composite: String) throws {
    try db.cachedStatement(
      sql: "INSERT INTO alarm_relative (child, role, parent) VALUES (?, ?, ?)"
    ).execute(arguments: [name, role.rawValue, composite])
  }

  /// Forgets which alarms a composite alarm names.
  func remove(_ composite: String) throws {
    try db.cachedStatement(sql: "DELETE FROM alarm_relative WHERE parent = ?").execute(
      arguments: [composite]
    )
  }
}

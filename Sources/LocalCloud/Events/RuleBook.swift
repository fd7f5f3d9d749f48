internal import GRDB
internal import JSONValue

/// A rule that was read, with its pattern and targets.
struct LoadedRule: Sendable {
  /// The rule as it is stored.
  let rule: StoredRule
  /// Which events it takes; `nil` where it only has a schedule.
  let pattern: EventPattern?
  /// The targets, as `PutTargets` took them.
  let targets: [JSON]
}

/// The rules in memory, read anew after each change.
final class RuleBook: Sendable {
  private let database: any CloudDatabase
  /// The one bus that there is has one list of rules.
  private enum Bus { case `default` }

  private let known = RememberedRows<Bus, [LoadedRule]>()

  /// Makes a book that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// All rules by name.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func all() async throws -> [LoadedRule] {
    let rules = try await known.row(.default) {
      try await database.read { db in
        try RuleStore.all(in: db).map { rule in
          LoadedRule(
            rule: rule,
            pattern: try rule.pattern.map { try EventPattern(text: $0) },
            targets: try RuleStore.targets(of: rule.name, in: db)
          )
        }
      }
    }
    return rules ?? []
  }

  /// Has the rules read anew once what is being written is durable, and does `then`.
  ///
  /// The writer does this in the order of the changes; who waits for his change may be woken in
  /// another order, or not at all where he gave up.
  func forget(after db: Database, _ then: @escaping @Sendable () -> Void = {}) {
    db.afterNextTransaction { [known] _ in
      known.forget(.default)
      then()
    }
  }
}

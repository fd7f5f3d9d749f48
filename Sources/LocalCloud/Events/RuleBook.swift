internal import JSONValue
internal import Synchronization

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
  private struct Known {
    var rules: [LoadedRule]?
    /// Goes up with each change, so that what was read before it is not kept.
    var generation = 0
  }

  private let known = Mutex(Known())

  /// Makes a book that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// All rules by name.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func all() async throws -> [LoadedRule] {
    let before = known.withLock { $0 }
    if let rules = before.rules { return rules }
    let rules = try await database.read { db in
      try RuleStore.all(in: db).map { rule in
        LoadedRule(
          rule: rule,
          pattern: try rule.pattern.map { try EventPattern(text: $0) },
          targets: try RuleStore.targets(of: rule.name, in: db)
        )
      }
    }
    known.withLock { known in
      if known.generation == before.generation { known.rules = rules }
    }
    return rules
  }

  /// Has the rules read anew.
  func forget() {
    known.withLock { known in
      known.rules = nil
      known.generation += 1
    }
  }
}

/// A composite alarm's rule as a tree from top to bottom, with how each of its alarms stands.
///
/// Composite alarms among them are followed down; a cycle and an alarm that is not there are said.
package struct AlarmTree: Hashable, Sendable, Codable {
  /// What stands at a place of the tree.
  package enum Kind: Hashable, Sendable, Codable {
    /// Each of the parts below must hold.
    case all
    /// One of the parts below must hold.
    case any
    /// The part below must not hold.
    case not
    /// So many of the alarms below must stand so, or must not where it is negated.
    case atLeast(String, Alarm.State, isNegated: Bool)
    /// It holds always, or never.
    case constant(Bool)
    /// An alarm must stand so; `found` is `nil` where there is none of that name.
    case alarm(name: String, wanted: Alarm.State, found: Alarm?)
    /// The alarm of that name stands above, so that it waits for itself.
    case cycle(name: String)
    /// There are more parts than are shown.
    case more
  }

  /// A place of the tree.
  package struct Node: Hashable, Sendable, Codable {
    /// What stands there.
    package var kind: Kind
    /// Whether it holds as the alarms stand.
    package var holds: Bool
    /// For each level above it and its own, whether another part of that level follows below.
    package var goesOn: [Bool]
  }

  /// The places, from top to bottom; the outermost has no level.
  package private(set) var nodes: [Node] = []

  /// More places than anybody reads.
  private static let most = 300

  /// Makes the tree of a rule.
  ///
  /// - Parameters:
  ///   - rule: the rule.
  ///   - name: the name of the alarm that has it.
  ///   - alarm: finds the alarm of a name.
  package init(_ rule: AlarmRule, of name: String, alarm: (String) -> Alarm?) {
    add(rule, goesOn: [], above: [name], alarm: alarm)
  }

  private mutating func add(
    _ rule: AlarmRule,
    goesOn: [Bool],
    above: [String],
    alarm: (String) -> Alarm?
  ) {
    guard nodes.count < AlarmTree.most else {
      if nodes.last?.kind != .more { nodes.append(Node(kind: .more, holds: false, goesOn: goesOn)) }
      return
    }
    let holds = rule.holds { alarm($0)?.state }
    func append(_ kind: Kind) { nodes.append(Node(kind: kind, holds: holds, goesOn: goesOn)) }
    var parts: [AlarmRule] = []
    var above = above
    switch rule {
    case .constant(let value): append(.constant(value))
    case .all(let inner):
      append(.all)
      parts = inner
    case .any(let inner):
      append(.any)
      parts = inner
    case .not(let inner):
      append(.not)
      parts = [inner]
    case .atLeast(let least, let state, let isNegated, let alarms):
      append(.atLeast(least, state, isNegated: isNegated))
      parts = alarms.map { .stands(state, alarm: $0) }
    case .stands(let wanted, let reference):
      let name = AlarmRule.name(of: reference)
      guard !above.contains(name) else { return append(.cycle(name: name)) }
      let found = alarm(name)
      append(.alarm(name: name, wanted: wanted, found: found))
      guard let text = found?.rule, let inner = AlarmRule(text) else { return }
      above.append(name)
      parts = [inner]
    }
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      add(part, goesOn: goesOn + [!isLast], above: above, alarm: alarm)
    }
  }
}

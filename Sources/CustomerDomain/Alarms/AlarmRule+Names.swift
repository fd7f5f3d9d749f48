extension AlarmRule {
  /// The names of the alarms that it is about, in the order of the rule, each once.
  package var names: [String] {
    var seen: Set<String> = []
    return references.map(AlarmRule.name(of:)).filter { seen.insert($0).inserted }
  }

  private var references: [String] {
    switch self {
    case .constant: []
    case .stands(_, let alarm): [alarm]
    case .not(let part): part.references
    case .all(let parts), .any(let parts): parts.flatMap(\.references)
    case .atLeast(_, _, _, let alarms): alarms
    }
  }
}

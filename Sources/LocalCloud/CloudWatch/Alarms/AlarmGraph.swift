/// Which alarms the rules of composite alarms name, as a pure value.
struct AlarmGraph: Sendable {
  /// By the composite alarm's name.
  private let children: [String: Set<String>]

  /// Makes the graph of composite alarms.
  init(_ composites: [StoredAlarm]) {
    children = Dictionary(
      composites.map { ($0.settings.name, Set($0.settings.composite?.children ?? [])) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The composite alarms that name an alarm, in order.
  func parents(of name: String) -> [String] {
    children.filter { $0.value.contains(name) }.keys.sorted()
  }

  /// Whether an alarm depends on itself; such alarms are not evaluated.
  func isOnCycle(_ name: String) -> Bool {
    var (left, seen) = (Array(children[name] ?? []), Set<String>())
    while let next = left.popLast() {
      if next == name { return true }
      if seen.insert(next).inserted { left += children[next] ?? [] }
    }
    return false
  }
}

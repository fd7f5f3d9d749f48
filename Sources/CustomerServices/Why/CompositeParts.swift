internal import CustomerDomain

/// The alarms that a composite one is made of, each once; a pure value.
struct CompositeParts: Sendable {
  /// Those that its own rule names, in their order.
  var direct: [Alarm] = []
  /// Those below them that are told, in their order, the nearest first.
  var below: [Alarm] = []
  /// The composite alarm that names an alarm first, by the alarm's name.
  var parents: [String: String] = [:]

  /// The alarms, each followed by those below it, and how deep each is.
  var rows: [(alarm: Alarm, depth: Int)] {
    let parts = Dictionary(grouping: below) { parents[$0.name] ?? "" }
    var rows: [(alarm: Alarm, depth: Int)] = []
    func add(_ alarms: [Alarm], _ depth: Int) {
      for alarm in alarms {
        rows.append((alarm, depth))
        if let own = parts[alarm.name] { add(own, depth + 1) }
      }
    }
    add(direct, 0)
    return rows
  }

  /// The same with these alarms first, each under what leads to it; of what is below, only these
  /// and that.
  func led(by names: [String]) -> CompositeParts {
    var ranks: [String: Int] = [:]
    for (rank, name) in names.enumerated() {
      var next: String? = name
      while let name = next, ranks[name] == nil {
        ranks[name] = rank
        next = parents[name]
      }
    }
    /// By rank, and those without one last, in the order they have.
    func ordered(_ alarms: [Alarm]) -> [Alarm] {
      alarms.enumerated().sorted {
        let (left, right) = (ranks[$0.element.name], ranks[$1.element.name])
        return (left ?? .max, $0.offset) < (right ?? .max, $1.offset)
      }.map(\.element)
    }
    var parts = self
    parts.direct = ordered(direct)
    parts.below = ordered(below.filter { ranks[$0.name] != nil })
    return parts
  }
}

internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From a composite alarm to the red ones that it is made of; where none is red any more, to those that
/// were while it was.
extension WhyService {
  /// How many alarms of metrics are followed, and how deep composite ones are.
  private static let followLimit = 4
  private static let depthLimit = 3
  /// Of how many alarms the history is read to find those that were red.
  private static let historyLimit = 10

  /// The alarms that a composite one is made of.
  private struct Parts: Sendable {
    /// Those that its rule names, the red ones first, and the red ones below them.
    var tree = CompositeParts()
    /// The red ones of metrics, however deep, the nearest first.
    var red: [Described] = []
    /// When those were red that are so no more, by their names.
    var breaches: [String: BreachWindow] = [:]
    /// What could not be had.
    var notes: [String] = []
    /// Whether more of them may be red, or may have been.
    var isCut = false

    /// Takes note of what kept something from being whole.
    mutating func add<Value>(notesOf part: Part<Value>) {
      notes += part.notes
      isCut = isCut || part.isCut
    }
  }

  /// Follows the red alarms that a composite one is made of, one after the other; where none is red any
  /// more, those that were in its last breach.
  ///
  /// - Throws: `CancellationError`.
  func followParts(
    of alarm: Alarm,
    _ breach: BreachWindow,
    _ explanation: inout Explanation
  ) async throws {
    var parts = try await parts(of: alarm) { $0.state == .alarm }
    if !parts.tree.direct.contains(where: { $0.state == .alarm }), parts.notes.isEmpty {
      parts.notes = ["none of the alarms it is made of is red now"]
      if breach.isBreach { try await findPast(&parts, of: alarm, breach.window) }
    }
    let rows = parts.tree.rows
    explanation.children = rows.map(\.alarm)
    explanation.depths = Dictionary(rows.map { ($0.alarm.name, $0.depth) }) { first, _ in first }
    explanation.notes += parts.notes
    if parts.red.count > Self.followLimit {
      explanation.notes.append(
        "of \(parts.red.count) red alarms \(Self.followLimit) are followed"
      )
    }
    var findings = Findings(isCut: parts.isCut || parts.red.count > Self.followLimit)
    var windows: [Explanation.Window] = []
    for described in parts.red.prefix(Self.followLimit) {
      // One chart is all there is room for, and each reading of a metric costs money.
      let isFirst = explanation.charted == nil
      let part = try await part(Followed?.none) {
        try await follow(described, parts.breaches[described.alarm.name], readsSeries: isFirst)
      }
      let notes = part.notes + (part.value?.notes ?? [])
      for note in notes where !explanation.notes.contains(note) { explanation.notes.append(note) }
      findings.isCut = findings.isCut || part.isCut
      guard let followed = part.value else { continue }
      windows.append(followed.window)
      findings.add(followed.findings)
      guard isFirst, !followed.series.isEmpty else { continue }
      explanation.series = followed.series
      explanation.charted = described.alarm.name
    }
    explanation.tell(findings)
    if let from = windows.map(\.from).min(), let to = windows.map(\.to).max() {
      explanation.window = .init(from: from, to: to)
    }
  }

  private func follow(
    _ described: Described,
    _ past: BreachWindow?,
    readsSeries: Bool
  ) async throws -> Followed {
    if let past { return try await follow(described, past, readsSeries: readsSeries) }
    let history = try await part([]) { try await stateUpdates(described.alarm.name) }
    let breach = breach(of: described, history.value)
    var followed = try await follow(described, breach, readsSeries: readsSeries)
    followed.notes = history.notes + followed.notes
    return followed
  }

  /// Puts those in the place of the red ones that were red in the window, the likeliest first.
  private func findPast(
    _ parts: inout Parts,
    of alarm: Alarm,
    _ window: Explanation.Window
  ) async throws {
    // What is not red and did not change since the window began was not red in it.
    let changed = try await self.parts(of: alarm) { $0.since >= window.from }
    // Those that changed nearest to the window's end are the likeliest.
    let likeliest = changed.red.sorted {
      (abs($0.alarm.since - window.to), $0.alarm.name)
        < (abs($1.alarm.since - window.to), $1.alarm.name)
    }
    parts.notes += changed.notes
    parts.isCut = parts.isCut || changed.isCut || likeliest.count > Self.historyLimit
    for described in likeliest.prefix(Self.historyLimit) {
      let name = described.alarm.name
      let history = try await part([]) { try await stateUpdates(name) }
      parts.add(notesOf: history)
      guard
        let breach = BreachWindow(
          described.alarm,
          within: window,
          history: history.value,
          now: logs.now
        )
      else { continue }
      parts.breaches[name] = breach
      parts.red.append(described)
    }
    if likeliest.count > Self.historyLimit {
      parts.notes.append(
        "of \(likeliest.count) alarms that changed since it went red \(Self.historyLimit) were looked at"
      )
    }
    guard !parts.red.isEmpty else { return }
    let names = parts.red.map(\.alarm.name)
    parts.notes.append("red in that window: \(names.joined(separator: ", "))")
    parts.tree = changed.tree.led(by: names)
  }

  /// Looks for the alarms level by level, each once however many rules name it; those count as red that
  /// `isRed` says are.
  private func parts(of alarm: Alarm, isRed: (Alarm) -> Bool) async throws -> Parts {
    var parts = Parts()
    var seen: Set = [alarm.name]
    var level = [alarm]
    for depth in 0...Self.depthLimit {
      var names: [String] = []
      for composite in level {
        guard let rule = AlarmRule(composite.rule ?? "") else {
          parts.notes.append("the rule of \(composite.name) cannot be read")
          parts.isCut = true
          continue
        }
        let own = rule.names.filter { seen.insert($0).inserted }
        for name in own { parts.tree.parents[name] = composite.name }
        names += own
      }
      guard !names.isEmpty else { break }
      guard depth < Self.depthLimit else {
        parts.notes.append("the alarms it is made of go deeper than is followed")
        parts.isCut = true
        break
      }
      let found = try await part([]) { [names] in try await describedAlarms(names) }
      parts.add(notesOf: found)
      let sorted = found.value.sorted {
        ($0.alarm.state, $1.alarm.since, $0.alarm.name)
          < ($1.alarm.state, $0.alarm.since, $1.alarm.name)
      }
      let red = sorted.filter { isRed($0.alarm) }
      if depth == 0 {
        parts.tree.direct = red.map(\.alarm) + sorted.map(\.alarm).filter { !isRed($0) }
      } else {
        parts.tree.below += red.map(\.alarm)
      }
      parts.red += red.filter { $0.alarm.rule == nil }
      level = red.map(\.alarm).filter { $0.rule != nil }
    }
    return parts
  }
}

internal import CustomerDomain
internal import Terminal

/// Choosing which log lines are read.
extension DashboardState {
  /// Has the service choose lines by a filter pattern; all are read where it is empty.
  mutating func readPattern(_ pattern: String) -> [Effect] {
    var source = logs.source
    source.pattern = pattern.isEmpty ? nil : pattern
    message = Message(
      text: pattern.isEmpty
        ? "all lines are read" : "only lines that match the pattern are read; :pattern reads all"
    )
    return read(source)
  }

  /// Reads groups that are named with spaces between them; all of the backend's where none is.
  mutating func readGroups(_ names: String) -> [Effect] {
    var source = logs.source
    var seen: Set<String> = []
    source.groups = names.split(separator: " ").map(String.init).filter { seen.insert($0).inserted }
    message = Message(
      text: source.groups.isEmpty
        ? "all of the backend's groups are read"
        : "only \(source.groups.count) \(source.groups.count == 1 ? "group is" : "groups are") read;"
          + " :groups reads all"
    )
    return read(source)
  }

  /// Reads from another source: the lines of the one before are let go.
  mutating func read(_ source: LogSource) -> [Effect] {
    guard source != logs.source else { return [] }
    logs.source = source
    logs.follows = !isPaused
    logs.resumesFollowing = isPaused
    logs.selected = nil
    logs.top = nil
    logs.jump = nil
    logs.seeks = nil
    logs.askedOlder = nil
    logs.marks = []
    logs.unfolded = []
    logs.window = nil
    logs.tail = nil
    return [.followLogs(source)]
  }

  /// The groups of which lines or parts of the backend are known, in short.
  var logGroupNames: [String] {
    let parts =
      overview.overview?.parts.compactMap { $0.logGroup?.split(separator: "/").last } ?? []
    return Set(parts.map(String.init) + logs.lines.map(\.source.text)).sorted()
  }
}

internal import CustomerDomain
internal import Spelling
internal import Terminal

/// Choosing which log lines are read.
extension DashboardState {
  /// Has the service choose lines by a filter pattern; all are read where it is empty.
  mutating func readPattern(_ pattern: String) -> [Effect] {
    var source = logs.wanted
    source.pattern = pattern.isEmpty ? nil : pattern
    return ask(for: source)
  }

  /// Reads groups that are named with spaces between them; all of the backend's where none is.
  mutating func readGroups(_ names: String) -> [Effect] {
    var source = logs.wanted
    var seen: Set<String> = []
    source.groups = names.split(separator: " ").map(String.init).filter { seen.insert($0).inserted }
    return ask(for: source)
  }

  /// Reads from another source once the service was asked whether it would: what is on screen is not
  /// given up for a mistyped pattern.
  private mutating func ask(for source: LogSource) -> [Effect] {
    guard source != LogSource(), source != logs.source else {
      if source != logs.source { message = Message(text: source.sentence) }
      return read(source)
    }
    (logs.asked, logs.refused) = (source, nil)
    message = Message(text: "asking the service for these lines…")
    return [.checkLogSource(source)]
  }

  /// Takes in whether the service would read from a source.
  mutating func takeCheck(of source: LogSource, _ failure: ServiceFailure?) -> [Effect] {
    // Another one, or none, was wanted meanwhile.
    guard logs.asked == source else { return [] }
    logs.asked = nil
    guard let failure else {
      message = Message(text: source.sentence)
      return read(source)
    }
    logs.refused = source
    var text = failure.sentence
    if failure.kind == .notFound {
      let name = failure.resource.split(separator: "/").last.map(String.init) ?? failure.resource
      text = "there is no log group \(failure.resource.spelledOut)"
      text += NearestWord.clause(name, among: logGroupNames)
    }
    message = Message(text: text, isError: true)
    return []
  }

  /// Reads from another source: the lines of the one before are let go.
  mutating func read(_ source: LogSource) -> [Effect] {
    (logs.asked, logs.refused) = (nil, nil)
    guard source != logs.source else { return [] }
    logs.source = source
    logs.follows = !isPaused
    logs.resumesFollowing = isPaused
    logs.selected = nil
    logs.top = nil
    logs.jump = nil
    stopReadingOlder()
    (logs.askedOlder, logs.awaitedOlder) = (nil, nil)
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

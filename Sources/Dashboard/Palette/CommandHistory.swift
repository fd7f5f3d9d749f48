/// What was typed behind the colon before, also by earlier runs of the program.
struct CommandHistory: Hashable, Sendable {
  /// The most that are kept.
  static let limit = 500

  /// The commands, the newest last.
  private(set) var lines: [String] = []
  /// Whether those of earlier runs were asked for.
  var isAskedFor = false

  /// Takes a command in as the newest.
  mutating func add(_ line: String) {
    guard line != lines.last else { return }
    lines.append(line)
    lines.removeFirst(max(0, lines.count - CommandHistory.limit))
  }

  /// Takes those of earlier runs in, before what this one has.
  mutating func put(before older: [String]) {
    lines = Array((older + lines).suffix(CommandHistory.limit))
  }

  /// The commands that begin with a text, the newest first, each once.
  func lines(beginningWith stem: String) -> [String] {
    var seen: Set<String> = []
    return lines.reversed().filter { $0.hasPrefix(stem) && seen.insert($0).inserted }
  }
}

internal import AWSWire
internal import CustomerDomain

/// The Logs pane: a window on the merged tail.
struct LogsState: Hashable, Sendable {
  /// The rows that are at hand.
  var window: LogWindow?
  /// What the runtime was last asked for.
  var query: LogQuery?
  /// Which lines are read.
  var source = LogSource()
  /// Which lines are to be read if the service would do so, which it is asked.
  var asked: LogSource?
  /// What the service would not read when it was asked last; to be mended in the prompt.
  var refused: LogSource?
  /// Whether the newest row is always shown.
  var follows = true
  /// Whether it follows again when the pause ends.
  var resumesFollowing = false
  /// The number of the selected row while it doesn't follow.
  var selected: Int?
  /// The number of the first row shown while it doesn't follow.
  var top: Int? { didSet { if top != oldValue { topSkip = 0 } } }
  /// How many of that row's lines are above the first one in sight.
  var topSkip = 0
  /// How many rows had arrived when following stopped.
  var arrivedWhenStopped = 0
  /// Where to go once the runtime has found it.
  var jump: LogQuery.Anchor?
  /// The place that older lines are read for.
  var seeks: OlderSeek?
  /// The line from which an error is looked for; rows around it may not be at hand by then.
  var errorOrigin: LogLine?
  /// How often older lines may still be asked for without another key.
  var olderBudget = 0
  /// What was asked for last.
  var askedOlder: LogReading?
  /// How often was asked.
  var olderNumber = 0
  /// What was asked for and has not come.
  var awaitedOlder: AwaitedReading?
  /// Whether the reader went down last, and wants nothing that is before all that is shown.
  var goesDown = false
  /// Only rows with this in them are shown.
  var filter = ""
  /// Whether routine lines are left out; a filter searches them nevertheless.
  var isBrief = true
  /// The fields that have columns of their own, from left to right.
  var columns: [LogColumn] = []
  /// Whether the bars of how much was written when are shown.
  var showsBars = true
  /// Whether the lines of an invocation are folded under its report.
  var isFolded = false
  /// The numbers of the reports whose lines are shown nevertheless.
  var unfolded: Set<Int> = []
  /// How many rows are to stand above the selected one when a fold was opened or closed.
  var rowsAbove: Int?
  /// The numbers of the lines that the reader has marked.
  var marks: Set<Int> = []
  /// Whether long lines are wrapped.
  var wraps = false
  /// Whether the opened line is wrapped: it is opened to be read whole.
  var wrapsOpened = true
  /// How times are shown.
  var times = TimeStyle.utc
  /// How the tail stands.
  var tail: TailStatus?
  /// Events a second of late.
  var eventsPerSecond = 0.0
  /// The opened line.
  var detail: LogDetail?

  /// Which lines were wanted last, whether they are read or not: what the prompts begin with.
  var wanted: LogSource { asked ?? refused ?? source }

  /// Whether a filter or a pattern chooses the lines, and routine ones are not left out.
  var isChosen: Bool { !filter.isEmpty || source.pattern != nil }

  /// The rows that are at hand, oldest first.
  var lines: [LogLine] { window?.lines ?? [] }

  /// Whether it is not known yet what there is in the log.
  var isLoading: Bool {
    guard let tail else { return true }
    guard tail.failure == nil else { return false }
    return window == nil || lines.isEmpty && !tail.hasReadAll
  }

  /// Whether lines up to the present are still being read, and come one after the other.
  var isCatchingUp: Bool { tail.map { $0.failure == nil && !$0.hasReadAll } ?? false }

  /// How old the rows are, and the tail's trouble.
  var freshness: Freshness {
    var freshness = Freshness()
    freshness.lastSuccess = tail?.lastSuccess
    if let failure = tail?.failure { freshness.failed(failure, retryAt: tail?.retryAt) }
    return freshness
  }

  /// Where the selected row is among `lines`.
  var selectedIndex: Int? {
    if follows || selected == nil { return lines.indices.last }
    return lines.firstIndex { $0.sequence == selected } ?? lines.indices.last
  }

  /// What stands at the top while it doesn't follow; `nil` where that row is not at hand.
  var topPlace: LogPage.Place? {
    get {
      let index = top.flatMap { top in lines.firstIndex { $0.sequence == top } }
      return index.map { LogPage.Place(index: $0, skip: topSkip) }
    }
    set {
      top = newValue.map { lines[$0.index].sequence }
      topSkip = newValue?.skip ?? 0
    }
  }

  /// The row that keys act on.
  var selectedLine: LogLine? { selectedIndex.map { lines[$0] } }

  /// Events a second, in words.
  var rateWords: String {
    eventsPerSecond > 0 && eventsPerSecond < 0.95
      ? "<1" : "\(eventsPerSecond.whole(in: 0...1_000_000_000))"
  }

  /// How much of what is held was searched with the filter; `nil` once all was.
  var searchProgress: String? {
    guard let window, window.isSearching else { return nil }
    return "\(window.searched * 100 / max(1, window.total)) %"
  }

  /// How many rows arrived since following stopped.
  var newCount: Int { max(0, (window?.arrived ?? 0) - arrivedWhenStopped) }
}

extension DashboardState {
  /// How far the log is behind, in milliseconds: while nothing is read, at least since it was.
  var logLag: Int64 {
    let lag = logs.tail?.lagMilliseconds ?? 0
    guard isPaused || logs.tail?.failure != nil, let last = logs.tail?.lastSuccess else {
      return lag
    }
    return max(lag, now.passed(since: last))
  }

  /// The same in words.
  var logLagWords: String { Took.below(logLag) }

  /// Takes how the tail stands; why Live Tail is not in use is said once.
  mutating func takeTail(_ status: TailStatus, eventsPerSecond rate: Double) {
    let known = logs.tail?.live?.failure
    logs.tail = status
    logs.eventsPerSecond = rate
    if !logs.isCatchingUp { landWhereAwaited() }
    guard let failure = status.live?.failure,
      failure.code != known?.code || failure.reason != known?.reason
    else { return }
    message = Message(text: "no Live Tail, polling goes on: \(failure.sentence)")
  }
}

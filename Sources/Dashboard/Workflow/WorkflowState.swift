internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The Workflow pane: a form, and the runs below it.
///
/// This room knows runs, their states and the shape of a workflow. It must not know how runs are
/// started or fetched.
struct WorkflowState: Hashable, Sendable {
  /// In which order runs stand.
  enum Order: Hashable, Sendable {
    /// What was started last first.
    case newest
    /// Failed ones first, then running ones, then the rest.
    case trouble
  }

  /// What is typed.
  var field = TextField()
  /// Whether keys go to the field.
  var isTyping = true
  /// What the form says of the last submission.
  var note: FormNote?
  /// The runs, the newest first.
  private(set) var executions: [Execution] = []
  /// The runs that the filter lets through, in their order, ready for the screen.
  private(set) var visible: [ExecutionRow] = []
  /// The selected run.
  var cursor = ListCursor()
  /// How old the list is.
  var freshness = Freshness()
  /// The run that the runtime was told to watch.
  var watched: String?
  /// What is known of the watched run.
  private(set) var report: ExecutionReport?
  /// When that was heard.
  var reportedAt: Instant?
  /// The runs that stood in the list while its beginning was in sight.
  private(set) var seen: Set<String> = []
  /// When the newest of them was started.
  private var seenUntil = Instant(milliseconds: 0)
  /// Why the watched run could not be described.
  var reportFailure: ServiceFailure?
  /// The opened state or event, made ready for the screen.
  var part: RunPartReport?
  /// The opened comparison.
  var comparison: ComparisonReport?
  /// Why there is nothing to compare, or why it could not be read.
  var comparisonFailure: String?
  /// Only runs that match this are shown.
  var filter: String { matcher.text }
  /// The filter, as it is understood.
  private(set) var matcher = ExecutionFilter("", now: Instant(milliseconds: 0)) {
    didSet { rearrange() }
  }
  /// In which order runs stand.
  var order = Order.newest { didSet { arrange() } }
  /// How far back runs were read.
  var older = OlderRuns()
  /// The runs further back than `executions`, the newest first.
  private(set) var olderRows: [ExecutionRow] = []
  /// Those of them that the filter lets through.
  private var olderVisible: [ExecutionRow] = []
  /// The runs whose id and state were asked for.
  var facts = RunFacts()
  /// The ARNs of the visible runs.
  private(set) var ids: [String] = []

  /// The run that keys act on.
  var selectedRow: ExecutionRow? {
    let index = cursor.index(in: ids)
    return visible.indices.contains(index) ? visible[index] : nil
  }

  /// How long a list that is on its way may tell less than a report did, in milliseconds.
  private static let reportLead: Int64 = 2000
  /// How long a run that was just submitted may be missing in a list, in milliseconds.
  private static let submissionLead: Int64 = 10_000

  /// Takes a new list.
  ///
  /// Runs that were just submitted and aren't in it yet stay, and so does the run that is looked at
  /// when newer ones have pushed it off the end. What is known and not told again stays known.
  mutating func list(_ listed: [Execution], at now: Instant) {
    facts.wake()
    let before = Dictionary(executions.map { ($0.arn, $0) }) { first, _ in first }
    let known = Set(listed.map(\.arn))
    let oldest = listed.map(\.startedAt).min()
    let gone = executions.filter { !known.contains($0.arn) }
    let kept = gone.filter { run in
      if now - run.startedAt < WorkflowState.submissionLead { return true }
      let isLookedAt = run.arn == watched || run.arn == cursor.selected
      return isLookedAt && older.hasBegun == false
        && oldest.map { run.startedAt <= $0 } == true
    }
    let told = listed.map { run in
      guard let old = before[run.arn] else { return run }
      if run.arn == watched, let reportedAt, now - reportedAt < WorkflowState.reportLead {
        return old
      }
      return run.keeping(old)
    }
    let sorted = (told + kept).sorted { ($0.startedAt, $0.arn) > ($1.startedAt, $1.arn) }
    // Most lists say what was known: then thousands of older rows need not be looked at.
    guard sorted != executions || matcher.dependsOnTime else { return }
    executions = sorted
    pushOff(gone, isTornOff: !before.isEmpty && before.keys.allSatisfy { !known.contains($0) })
    facts.keepOnly(executions.count + olderRows.count) {
      Set(executions.map(\.arn) + olderRows.map(\.id))
    }
    setClock(now)
    arrange()
  }

  /// Puts runs that newer ones pushed off the list before the older ones, where those are read, so that
  /// none is missing between the two; where the list has nothing in common with the one before, what
  /// came between is not known, and the older ones are read anew.
  private mutating func pushOff(_ gone: [Execution], isTornOff: Bool) {
    guard older.hasBegun else { return }
    if isTornOff {
      older = OlderRuns(status: older.status)
      olderRows = []
      return refilter()
    }
    let known = Set(olderRows.prefix(WorkflowState.overlap).map(\.id))
    let new = gone.filter { !known.contains($0.arn) }
    guard !new.isEmpty else { return }
    olderRows.insert(contentsOf: new.map(ExecutionRow.init), at: 0)
    if olderRows.count > OlderRuns.limit {
      olderRows.removeLast(olderRows.count - OlderRuns.limit)
      older.fill()
    }
    refilter()
  }

  /// How many of the older runs may be in the list, too.
  private static let overlap = 600

  /// Takes a piece of the older runs.
  mutating func take(_ page: OlderPage, at now: Instant) {
    let recent = Set(executions.map(\.arn))
    let known = Set(olderRows.map(\.id))
    let new = page.executions.filter { !recent.contains($0.arn) && !known.contains($0.arn) }
    let isPast = matcher.since.map { since in
      page.status == nil && page.executions.last.map { $0.startedAt < since } == true
    }
    let isFull = olderRows.count + new.count >= OlderRuns.limit
    guard older.take(page, isFull: isFull, isPast: isPast ?? false) else { return }
    let room = max(0, OlderRuns.limit - olderRows.count)
    olderRows += new.prefix(room).map(ExecutionRow.init)
    olderRows.sort { ($0.execution.startedAt, $0.id) > ($1.execution.startedAt, $1.id) }
    setClock(now)
    rearrange()
  }

  /// Fills in what a list does not tell of runs.
  mutating func fill(_ found: [Execution]) {
    let facts = Dictionary(found.map { ($0.arn, $0) }) { first, _ in first }
    for index in executions.indices {
      if let told = facts[executions[index].arn] { executions[index].fill(told) }
    }
    for index in olderRows.indices {
      guard let told = facts[olderRows[index].id] else { continue }
      var execution = olderRows[index].execution
      execution.fill(told)
      olderRows[index] = ExecutionRow(execution)
    }
    rearrange()
  }

  /// Takes what was reported of the watched run.
  mutating func take(_ report: ExecutionReport, at now: Instant) {
    self.report = report
    reportedAt = now
  }

  /// Notes that the beginning of the list is in sight, if it is.
  mutating func see() {
    guard cursor.top == 0 else { return }
    seen = Set(executions.map(\.arn))
    seenUntil = executions.first?.startedAt ?? Instant(milliseconds: 0)
  }

  /// The runs above the first one in sight that have come since its beginning was; older ones that
  /// were read meanwhile are none of them.
  var newAbove: [Execution] {
    visible.prefix(cursor.top).map(\.execution).filter { run in
      run.startedAt >= seenUntil && !seen.contains(run.arn)
    }
  }

  /// Begins anew with the older runs where the service is to be asked for another status: what was
  /// read for one would have holes for another.
  mutating func wantOlder(_ status: Execution.Status?) {
    guard status != older.status else { return }
    older = OlderRuns(status: status)
    guard !olderRows.isEmpty else { return }
    olderRows = []
    rearrange()
  }

  /// Puts one run in, in place of what was known of it.
  mutating func put(_ execution: Execution) {
    if let index = olderRows.firstIndex(where: { $0.id == execution.arn }) {
      olderRows[index] = ExecutionRow(execution.keeping(olderRows[index].execution))
      return rearrange()
    }
    let old = executions.first { $0.arn == execution.arn }
    let execution = old.map(execution.keeping) ?? execution
    executions.removeAll { $0.arn == execution.arn }
    let index = executions.firstIndex { $0.startedAt <= execution.startedAt }
    executions.insert(execution, at: index ?? executions.endIndex)
    arrange()
  }

  /// Selects a run wherever it stands; a filter that hides it is taken away.
  mutating func select(_ arn: String) {
    if !visible.contains(where: { $0.id == arn }) { setFilter("") }
    cursor.selected = arn
  }

  /// Shows only runs that match a text, in which lengths of time are counted from a moment.
  mutating func setFilter(_ text: String, at now: Instant = Instant(milliseconds: 0)) {
    matcher = ExecutionFilter(text, now: now)
  }

  /// Counts lengths of time in the filter from a moment on.
  private mutating func setClock(_ now: Instant) {
    guard matcher.dependsOnTime else { return }
    matcher = ExecutionFilter(matcher.text, now: now)
  }

  /// Takes away what is not shown and differs from answer to answer.
  mutating func forgetWhatIsUnseen() {
    facts = RunFacts()
  }

  private mutating func rearrange() {
    refilter()
    arrange()
  }

  private mutating func refilter() {
    let recent = Set(executions.map(\.arn))
    let others = olderRows.filter { !recent.contains($0.id) }
    olderVisible = matcher.isEmpty ? others : others.filter { matcher.matches($0.execution) }
  }

  private mutating func arrange() {
    let rows = executions.map(ExecutionRow.init)
    visible = matcher.isEmpty ? rows : rows.filter { matcher.matches($0.execution) }
    visible += olderVisible
    if order == .trouble {
      let groups = Dictionary(grouping: visible) { $0.execution.status.trouble }
      visible = [0, 1, 2].flatMap { groups[$0] ?? [] }
    }
    ids = visible.map(\.id)
  }
}

extension Execution {
  /// The same with what was known of it before and is not told again.
  fileprivate func keeping(_ old: Execution) -> Execution {
    var execution = self
    execution.customerID = customerID ?? old.customerID
    execution.stateName = stateName ?? old.stateName
    return execution
  }

  /// Takes over what was found of it.
  fileprivate mutating func fill(_ told: Execution) {
    customerID = told.customerID ?? customerID
    stateName = told.stateName ?? stateName
  }
}

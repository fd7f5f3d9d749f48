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
  /// Why the watched run could not be described.
  var reportFailure: ServiceFailure?
  /// Only runs with this in them are shown.
  var filter = "" { didSet { arrange() } }
  /// In which order runs stand.
  var order = Order.newest { didSet { arrange() } }

  /// The ARNs of the visible runs.
  var ids: [String] { visible.map(\.id) }

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
    let before = Dictionary(executions.map { ($0.arn, $0) }) { first, _ in first }
    let known = Set(listed.map(\.arn))
    let oldest = listed.map(\.startedAt).min()
    let kept = executions.filter { run in
      if known.contains(run.arn) { return false }
      if now - run.startedAt < WorkflowState.submissionLead { return true }
      let isLookedAt = run.arn == watched || run.arn == cursor.selected
      return isLookedAt && oldest.map { run.startedAt <= $0 } == true
    }
    let told = listed.map { run in
      guard let old = before[run.arn] else { return run }
      if run.arn == watched, let reportedAt, now - reportedAt < WorkflowState.reportLead {
        return old
      }
      return run.keeping(old)
    }
    executions = (told + kept).sorted { ($0.startedAt, $0.arn) > ($1.startedAt, $1.arn) }
    arrange()
  }

  /// Takes what was reported of the watched run.
  mutating func take(_ report: ExecutionReport, at now: Instant) {
    self.report = report
    reportedAt = now
  }

  /// Notes that the beginning of the list is in sight, if it is.
  mutating func see() {
    if cursor.top == 0 { seen = Set(executions.map(\.arn)) }
  }

  /// The runs above the first one in sight that have come since its beginning was.
  var newAbove: [Execution] {
    visible.prefix(cursor.top).map(\.execution).filter { !seen.contains($0.arn) }
  }

  /// Puts one run in, in place of what was known of it.
  mutating func put(_ execution: Execution) {
    let old = executions.first { $0.arn == execution.arn }
    let execution = old.map(execution.keeping) ?? execution
    executions.removeAll { $0.arn == execution.arn }
    let index = executions.firstIndex { $0.startedAt <= execution.startedAt }
    executions.insert(execution, at: index ?? executions.endIndex)
    arrange()
  }

  /// Selects a run wherever it stands; a filter that hides it is taken away.
  mutating func select(_ arn: String) {
    if !visible.contains(where: { $0.id == arn }) { filter = "" }
    cursor.selected = arn
  }

  private mutating func arrange() {
    let needle = filter.lowercased()
    let rows = executions.map(ExecutionRow.init)
    visible = needle.isEmpty ? rows : rows.filter { $0.matches(needle) }
    if order == .trouble {
      let groups = Dictionary(grouping: visible) { $0.execution.status.trouble }
      visible = [0, 1, 2].flatMap { groups[$0] ?? [] }
    }
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
}

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
  var report: ExecutionReport?
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

  /// Takes a new list; runs that were just submitted and aren't in it yet stay.
  mutating func list(_ listed: [Execution], at now: Instant) {
    let known = Set(listed.map(\.arn))
    let young = executions.filter { !known.contains($0.arn) && now - $0.startedAt < 10_000 }
    executions = (listed + young).sorted { ($0.startedAt, $0.arn) > ($1.startedAt, $1.arn) }
    arrange()
  }

  /// Puts one run in, in place of what was known of it.
  mutating func put(_ execution: Execution) {
    var execution = execution
    let old = executions.first { $0.arn == execution.arn }
    execution.customerID = execution.customerID ?? old?.customerID
    execution.stateName = execution.stateName ?? old?.stateName
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

/// What the form says below its field.
struct FormNote: Hashable, Sendable {
  /// What it says.
  var text: String
  /// Whether it tells of trouble.
  var isError: Bool
}

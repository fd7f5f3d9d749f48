package import CustomerDomain

/// Something to be done, in the imperative; the runtime does it and answers with events.
package enum Effect: Hashable, Sendable {
  /// End the program at once.
  case quit
  /// Give the terminal back to the shell until it continues.
  case suspend
  /// Draw everything anew.
  case redraw
  /// Look a customer up.
  case lookUp(CustomerID)
  /// Look many customers up, some at a time, in their order; the answers carry the list's number.
  case lookUpAll([CustomerID], batch: Int)
  /// Look no more of those ids up.
  case stopLookUps
  /// Insert a customer.
  case insert(CustomerID)
  /// Delete a customer.
  case delete(CustomerID)
  /// Start a run for a customer; the runtime names it.
  case submit(CustomerID)
  /// Describe a run now, and again until it has ended.
  case watchExecution(arn: String)
  /// List the runs further back, all or those that stand so, after what the last piece said.
  case listOlder(status: Execution.Status?, after: String?)
  /// Read the customer ids and states of runs.
  case readFacts([Execution])
  /// Make a state or an event of a run ready for the screen.
  case readRunPart(RunPart, ExecutionReport)
  /// Compare a run with the last one that ended well.
  case compareExecution(ExecutionDetail)
  /// Stop a run.
  case stopExecution(arn: String)
  /// Take a run up again from where it broke.
  case redriveExecution(arn: String)
  /// Start a run with the same input as that one had; the runtime names it.
  case startAgain(ExecutionDetail)
  /// Show these rows of the log, and again whenever they change.
  case showLogs(LogQuery)
  /// Read the log line with that number in full.
  case readLogEvent(sequence: Int)
  /// Read a stretch of the log that was not read; `number` is greater than that of any before.
  case readOlderLogs(LogReading, number: Int)
  /// Write rows into a file.
  case save(SaveOrder)
  /// Read an alarm's history and metric, and again whenever the alarms are.
  case describeAlarm(name: String)
  /// Stop describing an alarm.
  case leaveAlarm
  /// Read the overview's figures now, and again and again.
  case watchOverview
  /// Stop reading the overview's figures.
  case leaveOverview
  /// Explain something now, and again while it goes on.
  case explain(Explanation.Subject)
  /// Trace one incident of what is explained to its run and its lines.
  case trace(Incident, of: Explanation.Subject)
  /// Stop explaining.
  case leaveWhy
  /// Change an alarm.
  case changeAlarm(AlarmChange)
  /// Ask whether the service would read log lines of a source, and say so with an event.
  case checkLogSource(LogSource)
  /// Let go of the log lines that are held, and read those of another source from now on.
  case followLogs(LogSource)
  /// Fetch a pane's data now.
  case refresh(Pane)
  /// Fetch nothing by itself until `resumePolling`.
  case pausePolling
  /// Fetch again by itself.
  case resumePolling
  /// Count the calls of the last minute.
  case countCalls
  /// Put text on the person's clipboard, and say with an event where it went.
  case copy(String)
  /// Set the terminal's title.
  case setTitle(String)
  /// Ring the terminal's bell, if that is configured.
  case ringBell
  /// Have the desktop show a notification, if that is configured.
  case notify(String)
  /// Draw with that theme from now on.
  case useTheme(String)
  /// Write what the screen shows to a new file, and say with an event what came of it.
  case saveScreenshot(path: String)
  /// Tell which contexts there are.
  case listContexts
  /// Look whether a context can be used, and say so with an event.
  case checkContext(String)
  /// End this session, and begin anew with that context.
  case changeContext(String)
  /// Read the commands that were typed in earlier runs.
  case readHistory
  /// Keep a typed command for later runs.
  case keepCommand(String)
}

/// What an effect cancels: of those with the same id the last one wins.
package enum EffectID: Hashable, Sendable {
  /// A look-up of that id.
  case customer(CustomerID)
  /// The look-ups of a pasted list.
  case pastedCustomers
  /// The run that is watched.
  case execution
  /// The older runs that are listed.
  case olderExecutions
  /// The facts of runs that are read.
  case executionFacts
  /// The state or event of a run that is read.
  case runPart
  /// The run that is compared.
  case comparison
  /// The rows of the log that are shown.
  case logs
  /// The source of log lines that is asked about.
  case logSource
  /// The log line that is read in full.
  case logEvent
  /// A stretch of the log that was not read: before all that is held, in a gap, or about a moment.
  case olderLogs
  /// The alarm that is described.
  case alarm
  /// The overview's figures.
  case overview
  /// What is explained.
  case why
  /// The incident that is traced.
  case trace
  /// What a pane fetches.
  case refresh(Pane)
  /// The list of contexts.
  case contexts
  /// The context that is looked at to be changed to.
  case context
}

extension Effect {
  /// The id under which it runs; `nil` where nothing cancels it.
  ///
  /// Changing calls have none: one that is on its way is never given up.
  package var id: EffectID? {
    switch self {
    case .lookUp(let id): .customer(id)
    case .lookUpAll, .stopLookUps: .pastedCustomers
    case .watchExecution: .execution
    case .listOlder: .olderExecutions
    case .readFacts: .executionFacts
    case .readRunPart: .runPart
    case .compareExecution: .comparison
    case .showLogs: .logs
    case .readLogEvent: .logEvent
    case .readOlderLogs: .olderLogs
    case .describeAlarm, .leaveAlarm: .alarm
    case .watchOverview, .leaveOverview: .overview
    case .explain, .leaveWhy: .why
    case .trace: .trace
    case .refresh(let pane): .refresh(pane)
    case .checkLogSource: .logSource
    case .followLogs: .refresh(.logs)
    case .listContexts: .contexts
    case .checkContext: .context
    default: nil
    }
  }

  /// Whether it changes something in the backend, which READ-ONLY forbids.
  package var isChanging: Bool {
    switch self {
    case .insert, .delete, .submit: true
    case .stopExecution, .redriveExecution, .startAgain, .changeAlarm: true
    default: false
    }
  }
}

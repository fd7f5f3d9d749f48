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
  /// Insert a customer.
  case insert(CustomerID)
  /// Delete a customer.
  case delete(CustomerID)
  /// Start a run for a customer; the runtime names it.
  case submit(CustomerID)
  /// Describe a run now, and again until it has ended.
  case watchExecution(arn: String)
  /// Show these rows of the log, and again whenever they change.
  case showLogs(LogQuery)
  /// Read the log line with that number in full.
  case readLogEvent(sequence: Int)
  /// Read an alarm's history and metric, and again whenever the alarms are.
  case describeAlarm(name: String)
  /// Stop describing an alarm.
  case leaveAlarm
  /// Change an alarm.
  case changeAlarm(AlarmChange)
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
}

/// What an effect cancels: of those with the same id the last one wins.
package enum EffectID: Hashable, Sendable {
  /// A look-up of that id.
  case customer(CustomerID)
  /// The run that is watched.
  case execution
  /// The rows of the log that are shown.
  case logs
  /// The log line that is read in full.
  case logEvent
  /// The alarm that is described.
  case alarm
  /// What a pane fetches.
  case refresh(Pane)
}

extension Effect {
  /// The id under which it runs; `nil` where nothing cancels it.
  ///
  /// Changing calls have none: one that is on its way is never given up.
  package var id: EffectID? {
    switch self {
    case .lookUp(let id): .customer(id)
    case .watchExecution: .execution
    case .showLogs: .logs
    case .readLogEvent: .logEvent
    case .describeAlarm, .leaveAlarm: .alarm
    case .refresh(let pane): .refresh(pane)
    default: nil
    }
  }

  /// Whether it changes something in the backend, which READ-ONLY forbids.
  package var isChanging: Bool {
    switch self {
    case .insert, .delete, .submit, .changeAlarm: true
    default: false
    }
  }
}

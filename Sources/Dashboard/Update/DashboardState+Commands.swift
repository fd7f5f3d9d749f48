internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// What commands that belong to no single pane do.
extension DashboardState {
  /// Stops following and fetching, or goes on with both.
  mutating func togglePause() -> [Effect] {
    isPaused.toggle()
    if isPaused {
      if logs.follows {
        stopFollowing()
        logs.resumesFollowing = true
      }
      return [.pausePolling]
    }
    if logs.resumesFollowing { followLogs() }
    return [.resumePolling]
  }

  /// Fetches what the pane, or what is open over it, shows.
  mutating func refreshCommand() -> [Effect] {
    message = Message(text: "refreshing \(focus.title)")
    switch layers.last {
    case .alarm(let open): return [.refresh(.alarms), .describeAlarm(name: open.name)]
    case .execution(let open): return [.refresh(.workflow), .watchExecution(arn: open.arn)]
    case .overview:
      message = Message(text: "refreshing the overview")
      return [.refresh(.alarms), .watchOverview]
    case .why(let open):
      showNewer()
      return [.refresh(.alarms), .explain(open.subject)]
    case .comparison: return actedDetail.map { [.compareExecution($0)] } ?? []
    default: return [.refresh(focus)]
    }
  }

  /// What `copy` puts on the clipboard.
  var copyText: String? {
    switch layers.last {
    case .execution(let open): return open.arn
    case .alarm(let open): return alarms.row(open.name)?.alarm.arn
    case .logEvent: return logs.detail?.event.message
    case .overview: return overview.selectedRow.map { $0.part.arn ?? $0.part.name }
    case .why(let open): return whyText(open)
    case .runPart(let open): return workflow.part?.requestID ?? open.arn
    case .comparison(let open): return open.arn
    default: break
    }
    switch focus {
    case .customers: return customers.selectedRow?.id
    case .workflow: return workflow.selectedRow?.id
    case .logs: return logs.selectedLine?.event?.message
    case .alarms: return alarms.selectedRow?.alarm.arn
    }
  }

  /// Opens what is selected over the panes.
  mutating func openCommand() -> [Effect] {
    switch layers.last {
    case .overview:
      openOverviewPart()
      return []
    case .why:
      openIncident()
      return []
    case .execution: return openPart()
    case .comparison: return openOther()
    case .alarm(let open): return openLink(of: open)
    default: break
    }
    switch focus {
    case .customers: return []
    case .workflow:
      guard let row = workflow.selectedRow else { return [] }
      layers.append(.execution(OpenExecution(arn: row.id)))
      return []
    case .logs:
      guard let line = logs.selectedLine else { return [] }
      if closedFold != nil {
        unfold()
        return []
      }
      if logs.follows { stopFollowing() }
      layers.append(.logEvent(OpenLogEvent(sequence: line.sequence)))
      return [.readLogEvent(sequence: line.sequence)]
    case .alarms:
      guard let row = alarms.selectedRow else { return [] }
      layers.append(.alarm(OpenAlarm(name: row.id)))
      return []
    }
  }

  /// Wraps the opened line or the rows, or cuts them.
  mutating func toggleWrapping() {
    if case .logEvent = layers.last { logs.wrapsOpened.toggle() } else { logs.wraps.toggle() }
  }

  /// Takes the uppermost thing away: a layer, else the filter, else the zoom.
  mutating func goBack() -> [Effect] {
    switch layers.popLast() {
    case .filter(let prompt): setFilter(prompt.before, of: prompt.pane)
    case .themes(let open): return giveBack(open)
    case .contexts: contexts.pending = nil
    case .some: break
    case nil:
      if hopBack() { break }
      if let effects = returnFromLogs() { return effects }
      if !filter(of: focus).isEmpty {
        setFilter("", of: focus)
      } else if focus == .customers, customers.batch != nil {
        return leaveBatch()
      } else if isZoomed {
        isZoomed = false
      }
    }
    return []
  }

  /// Gives the keys to the pane's field, its text selected.
  mutating func enterField() {
    switch focus {
    case .customers:
      customers.isTyping = true
      customers.field.selectAll()
    case .workflow:
      workflow.isTyping = true
      workflow.field.selectAll()
    case .logs, .alarms: break
    }
  }

  /// Gives the keys to the pane's rows.
  mutating func leaveField() {
    if focus == .customers { customers.isTyping = false } else { workflow.isTyping = false }
  }

  /// Shows times the next way; the logs have a way of their own.
  mutating func turnTimes() {
    if focus == .logs {
      logs.times = logs.times == .age ? .utc : logs.times == .utc ? .local : .age
      message = Message(text: logs.times.sentence)
    } else {
      times = times.next
      message = Message(text: times.sentence)
    }
  }

  /// Puts the pane's rows in their other order.
  mutating func sortRows() {
    switch focus {
    case .customers:
      customers.order = customers.order == .newest ? .id : .newest
      message = Message(text: customers.order == .newest ? "newest first" : "sorted by id")
    case .workflow:
      workflow.order = workflow.order == .newest ? .trouble : .newest
      message = Message(text: workflow.order == .newest ? "newest first" : "failed ones first")
    case .alarms:
      alarms.order = alarms.order == .worst ? .name : .worst
      message = Message(text: alarms.order == .worst ? "worst first" : "sorted by name")
    case .logs: break
    }
  }
}

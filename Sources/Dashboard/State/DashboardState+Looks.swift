internal import AWSWire
internal import CustomerDomain

extension DashboardState {
  /// Whether anything on the screen may look different than it did of `earlier`.
  ///
  /// Most answers say what was known, only later; such a state needs no frame.
  package func looksDifferent(from earlier: DashboardState) -> Bool {
    if let tick = nextTick(earlier), tick <= now { return true }
    return timelessWords != earlier.timelessWords || timeless != earlier.timeless
  }

  /// The state without those values of which only the words below are shown.
  private var timeless: DashboardState {
    var state = self
    state.now = Instant(milliseconds: 0)
    state.workflow.freshness.lastSuccess = nil
    state.workflow.reportedAt = nil
    state.workflow.forgetWhatIsUnseen()
    state.alarms.freshness.lastSuccess = nil
    state.overview.freshness.lastSuccess = nil
    state.message = state.message?.timeless
    state.lastClick = nil
    state.logs.eventsPerSecond = 0
    state.logs.tail?.lastSuccess = nil
    state.logs.tail?.lagMilliseconds = 0
    return state
  }

  private var timelessWords: [String?] {
    let moments = [
      workflow.freshness.lastSuccess, alarms.freshness.lastSuccess, logs.tail?.lastSuccess,
      showsOverview ? overview.freshness.lastSuccess : nil,
    ]
    return moments.map { $0.map { Age.data.text($0, now: now) } } + [logs.rateWords, logLagWords]
  }
}

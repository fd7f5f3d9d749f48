package import AWSClient
package import AWSWire
package import Dashboard

/// A dashboard without a terminal, for as long as it takes to have something to show.
package struct HeadlessDashboard {
  /// What it shows.
  package private(set) var state: DashboardState
  private let inbox: EventInbox
  private let runner: EffectRunner
  private let clock: any WallClock
  private let pacer: any Pacer

  /// How often it looks for answers.
  private static let step = Duration.milliseconds(20)
  /// How long it goes on when all panes have data: what is known of single runs comes after the list.
  private static let grace = Duration.milliseconds(300)

  /// Makes a dashboard that has heard nothing yet.
  ///
  /// - Parameters:
  ///   - state: what is shown at first.
  ///   - inbox: where answers come in.
  ///   - runner: what does the effects.
  ///   - clock: where the time comes from.
  ///   - pacer: how waits are waited.
  package init(
    state: DashboardState,
    inbox: EventInbox,
    runner: EffectRunner,
    clock: any WallClock,
    pacer: any Pacer
  ) {
    self.state = state
    self.inbox = inbox
    self.runner = runner
    self.clock = clock
    self.pacer = pacer
  }

  /// Fetches until all panes have data, or the time is over.
  ///
  /// - Parameter patience: how long that may take.
  /// - Returns: the panes that still have none.
  /// - Throws: `CancellationError`.
  package mutating func fill(within patience: Duration) async throws -> [Pane] {
    let end = pacer.elapsed + patience
    var filledAt: Duration?
    runner.start()
    take(.resized(state.size))
    while true {
      for event in inbox.drain() { take(event) }
      take(.clockTicked(clock.now))
      let now = pacer.elapsed
      if !state.unfilledPanes.isEmpty {
        filledAt = nil
      } else if let filledAt {
        if now - filledAt >= HeadlessDashboard.grace { return [] }
      } else {
        filledAt = now
      }
      if now >= end { return state.unfilledPanes }
      try await pacer.sleep(for: HeadlessDashboard.step)
    }
  }

  /// Takes an event, and has done what only answers come of: there is nothing here to be drawn on.
  private mutating func take(_ event: DashboardEvent) {
    for effect in update(&state, event) where !effect.isChanging { runner.run(effect) }
  }
}

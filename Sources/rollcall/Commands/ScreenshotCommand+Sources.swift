internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard
internal import DashboardRuntime
internal import Terminal

/// Where a picture comes from.
extension ScreenshotCommand {
  /// What the screen showed at a moment of a recording.
  func recorded(_ path: String, _ launch: Launch) throws -> Picture {
    let reader = try RecordedFile.reader(of: path)
    let start = reader.header.opening.now
    let milliseconds =
      switch at {
      case nil: reader.duration
      case .ago(let duration): duration.milliseconds
      case .at(let instant): instant - start
      }
    var cursor = try RecordedFile.reading(path) { () throws(RecordingProblem) in
      var cursor = try ReplayCursor(reader)
      try cursor.go(to: reader.count(until: milliseconds))
      return cursor
    }
    cursor.look(change)
    let state = cursor.state
    let theme = try theme.map(launch.themes.theme(named:)) ?? cursor.theme
    return Picture(
      frame: view(state, size: state.size, theme: theme),
      title: state.pictureTitle
    )
  }

  /// What was asked for otherwise than it was.
  private func change(_ state: inout DashboardState) -> DashboardEvent {
    if let pane {
      state.focus = pane.pane
      state.isZoomed = zoom
    }
    return .resized(size?.size ?? state.size)
  }

  /// What the screen shows of the context now.
  func live(_ launch: Launch) async throws -> Picture {
    let theme = try launch.themes.theme(
      named: theme ?? launch.settings.theme ?? Launch.standardTheme
    )
    try launch.checkDestination()
    let clock = SystemWallClock()
    let cloud = CloudSlot()
    let backend = Backend { [launch] in
      let (services, handle) = try await launch.connect()
      cloud.put(handle)
      return services
    }
    let isLocal = if case .localCloud = launch.settings.destination { true } else { false }
    let inbox = EventInbox()
    let runner = EffectRunner(
      backend: backend,
      inbox: inbox,
      pace: launch.pace,
      tailOptions: isLocal ? LogTail.Options.localCloud : LogTail.Options.aws,
      clock: clock,
      pacer: .system
    )
    var state = DashboardState(
      context: launch.mark,
      now: clock.now,
      size: size?.size ?? Size(columns: 120, rows: 36),
      utcOffsetMinutes: DashboardProgram.utcOffsetMinutes(at: clock.now),
      keys: try launch.keyTable(),
      themes: launch.themes.names,
      theme: theme.name
    )
    _ = change(&state)
    var dashboard = HeadlessDashboard(
      state: state,
      inbox: inbox,
      runner: runner,
      clock: clock,
      pacer: .system
    )
    let missing = try await dashboard.fill(within: Duration.milliseconds(wait.milliseconds))
    runner.close()
    backend.close()
    launch.transports.stop()
    await cloud.close()
    state = dashboard.state
    let frame = view(state, size: state.size, theme: theme)
    return Picture(frame: frame, title: state.pictureTitle, missing: missing)
  }
}

internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard
internal import DashboardRuntime
internal import Glibc
internal import Logging
internal import Terminal

/// The dashboard, put together: terminal, themes, keys, backend and loop.
struct DashboardProgram: Sendable {
  /// What runs beside the dashboard once there are services, such as a demo's traffic.
  var companion: (@Sendable (Services, EventInbox) async -> Void)?
  /// Where what happens is written down, where that is wanted.
  var recording: RecordingTarget?
  /// What is done at the very end, after the terminal is back.
  var cleanUp: @Sendable () -> Void = {}

  private let launch: Launch
  private let themes: ThemeShelf
  private let theme: Theme
  private let keys: KeyTable

  /// Reads the theme and the keys and looks at where calls would go, so that a mistake in them is
  /// told before the screen is taken.
  ///
  /// - Throws: `ThemeError`, `ConfigurationError`.
  init(_ launch: Launch) throws {
    self.launch = launch
    themes = launch.themes
    theme = try themes.theme(named: launch.settings.theme ?? Launch.standardTheme)
    keys = try launch.keyTable()
    try launch.checkDestination()
  }

  /// Runs until the user ends it; does not return where a signal ends it.
  ///
  /// - Throws: `ExitStatus` where there is no terminal to use.
  func run() async throws {
    let cloud = CloudSlot()
    let meter = CallMeter()
    let inbox = EventInbox()
    var launch = launch
    launch.journal = launch.journal.complaining { inbox.post(.messageRaised($0, isError: true)) }
    let journal = launch.journal
    let backend = Backend { [launch] in try await connect(launch, cloud, meter) }
    let isLocal = if case .localCloud = launch.settings.destination { true } else { false }
    let runner = EffectRunner(
      backend: backend,
      inbox: inbox,
      pace: launch.pace,
      tailOptions: launch.settings.tailOptions(isLocal: isLocal),
      clock: SystemWallClock(),
      pacer: .system,
      logFolders: [
        launch.paths.stateFolder, launch.environment["TMPDIR"] ?? "/var/tmp", "/var/tmp",
      ],
      meter: meter,
      surroundings: surroundings,
      home: launch.environment["HOME"]
    )
    let log = launch.logger("dashboard")
    log.info("started", metadata: launch.facts)
    let (result, companion, recorder) = await OwnThread.run("dashboard") {
      screenLoop(inbox: inbox, runner: runner, cloud: cloud) {
        runner.start()
        return Task {
          guard let services = try? await backend.services else { return }
          await self.companion?(services, inbox)
        }
      }
    }
    await recorder?.finish(result.word, at: .now)
    // What is cancelled records its end on the pool's threads, so that none of them waits for it.
    let unknown = await OwnThread.run("journal") { [transports = launch.transports] in
      journal.interrupt(patience: Interruption.patience) {
        companion?.cancel()
        runner.close()
        backend.close()
        transports.stop()
      }
    }
    Interruption.tell(unknown)
    await cloud.close()
    cleanUp()
    log.info("ended", metadata: launch.facts)
    try end(result, recorder)
  }

  private func connect(
    _ launch: Launch,
    _ cloud: CloudSlot,
    _ meter: CallMeter
  ) async throws -> Services {
    let (services, handle) = try await launch.connect(meter: meter)
    cloud.put(handle)
    return services
  }

  private enum Result: Sendable {
    case ended(DashboardLoop.Ending)
    case refused(TerminalError)

    /// How it ended, for a recording.
    var word: String {
      switch self {
      case .ended(.quit): "quit"
      case .ended(.changed(let context, _)): "changed to the context \(context)"
      case .ended(.hungUp): "the terminal is gone"
      case .ended(.signalled(let number)): "signal \(number)"
      case .refused: "no terminal"
      }
    }
  }

  /// Takes the terminal, begins what runs beside the screen, and shows it until the end.
  ///
  /// Nothing is begun before the terminal is taken: opening it sets variables of the process's
  /// environment for a moment, which no other thread may be reading then.
  private func screenLoop(
    inbox: EventInbox,
    runner: EffectRunner,
    cloud: CloudSlot,
    begin: () -> Task<Void, Never>
  ) -> (Result, companion: Task<Void, Never>?, recorder: Recorder?) {
    let session: TerminalSession
    do throws(TerminalError) {
      session = try TerminalSession(
        environment: launch.environment,
        options: .init(usesMouse: launch.settings.usesMouse)
      )
    } catch {
      return (.refused(error), nil, nil)
    }
    let companion = begin()
    let clock = SystemWallClock()
    let state = DashboardState(
      context: launch.mark,
      now: clock.now,
      size: session.size,
      utcOffsetMinutes: DashboardProgram.utcOffsetMinutes(at: clock.now),
      keys: keys,
      themes: themes.names,
      theme: launch.settings.theme ?? Launch.standardTheme,
      usesMouse: session.reportsMouse,
      intervals: launch.pace.intervals
    )
    let recorder = recorder(of: state, on: session, inbox)
    let loop = DashboardLoop(
      session: session,
      state: state,
      theme: theme,
      readTheme: themes.theme(named:),
      inbox: inbox,
      runner: runner,
      clock: clock,
      utcOffset: DashboardProgram.utcOffsetMinutes,
      suspension: Suspension(before: cloud.handOver, after: cloud.standBy),
      ringsBell: launch.settings.ringsBell,
      recorder: recorder,
      notice: launch.settings.notice.flatMap(DesktopNotice.init)
    )
    let ending = loop.run()
    // A terminal that goes tells so twice, once by its shell, and neither may cut the end short.
    session.close(ignoring: [SIGTERM, SIGHUP])
    return (.ended(ending), companion, recorder)
  }

  /// Begins to write down what happens, where that is wanted.
  private func recorder(
    of state: DashboardState,
    on session: TerminalSession,
    _ inbox: EventInbox
  ) -> Recorder? {
    guard let recording else { return nil }
    inbox.post(.recordingBegun(path: recording.file.path))
    return Recorder(
      header: RecordingHeader(
        version: CustomerDomain.version,
        state: state,
        theme: theme.adapted(to: session.capabilities)
      ),
      continuingAt: recording.base,
      append: { [file = recording.file] bytes in try file.append(bytes) },
      inbox: inbox,
      start: .now,
      ended: { [log = launch.logger("recording"), path = recording.file.path] reason in
        log.error("ended", metadata: ["reason": "\(reason)", "path": "\(path)"])
      }
    )
  }

  /// Where contexts and typed commands are, and what tells whether a context can be used.
  private var surroundings: Surroundings {
    Surroundings(
      contexts: { [launch] in try launch.contextMarks() },
      checkContext: { [launch] name in _ = try DashboardProgram(launch.changed(to: name)) },
      history: HistoryFile(path: launch.paths.historyFile)
    )
  }

  private func end(_ result: Result, _ recorder: Recorder?) throws {
    switch result {
    case .ended(.changed(let context, let theme)):
      let length = recorder?.length(at: .now) ?? 0
      let recorded =
        recording.map { ["--record-further", $0.file.path, "--record-length", "\(length)"] } ?? []
      throw Restart.begin(launch.arguments(for: context, theme: theme) + recorded)
    case .ended(let ending): try DashboardProgram.end(ending)
    case .refused(let error): throw DashboardProgram.refused(error)
    }
  }

  /// Ends the program as a loop that had the terminal has ended.
  ///
  /// - Throws: `ExitStatus` where it was not the user who ended it.
  static func end(_ ending: DashboardLoop.Ending) throws(ExitStatus) {
    switch ending {
    case .quit, .changed: break
    case .hungUp: throw .hungUp
    case .signalled(let number): Interruption.die(by: number)
    }
  }

  /// The status of a program that gets no terminal, once it has been told why.
  static func refused(_ error: TerminalError) -> ExitStatus {
    Printer.complain("\(error)")
    return .usage
  }

  /// Minutes that local time is east of UTC at a moment.
  static func utcOffsetMinutes(at now: AWSWire.Instant) -> Int {
    var seconds = time_t(now.milliseconds / 1000)
    var local = tm()
    localtime_r(&seconds, &local)
    return local.tm_gmtoff / 60
  }
}

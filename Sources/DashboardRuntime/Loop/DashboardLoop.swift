package import AWSWire
package import Dashboard
internal import Glibc
package import Terminal

/// The one thread that owns the terminal and the state: events in, frames and effects out.
///
/// This room runs what `Dashboard` decides: it waits, draws, and hands effects to the runner. It must
/// not decide anything about the screen itself.
package final class DashboardLoop {
  /// How the dashboard ended.
  package enum Ending: Hashable, Sendable {
    /// The user ended it.
    case quit
    /// The user changed to another context, with which everything begins anew.
    case changed(context: String, theme: String)
    /// A signal said so; the caller dies by it.
    case signalled(Int32)
    /// The terminal is gone.
    case hungUp
  }

  private let session: TerminalSession
  private let inbox: EventInbox
  private let runner: EffectRunner
  private let clock: any WallClock
  private let themes: ThemeReader
  private let utcOffset: (Instant) -> Int
  private let suspension: Suspension
  private let ringsBell: Bool
  private let recorder: Recorder?
  private let notice: DesktopNotice?
  private var state: DashboardState
  private var theme: Theme
  /// What the state calls the theme that is drawn with.
  private var themeInUse: String
  private var pacing = FramePacing(now: .now)

  /// Makes a loop.
  ///
  /// - Parameters:
  ///   - session: the terminal, taken over already.
  ///   - state: what is shown at first.
  ///   - theme: what the state's theme looks like.
  ///   - readTheme: reads another theme when it is chosen, off this thread; where that fails, the one
  ///     in use stays.
  ///   - inbox: where answers come in.
  ///   - runner: what does the effects.
  ///   - clock: where the time comes from.
  ///   - utcOffset: how many minutes local time is east of UTC at a moment.
  ///   - suspension: what is done around the time the program is stopped.
  ///   - ringsBell: whether the bell is wanted for a new alarm.
  ///   - recorder: what writes down what happens, where that is wanted.
  ///   - notice: by which sequence the desktop is told of one; `nil` for none.
  package init(
    session: TerminalSession,
    state: DashboardState,
    theme: Theme,
    readTheme: @escaping @Sendable (String) throws -> Theme,
    inbox: EventInbox,
    runner: EffectRunner,
    clock: any WallClock,
    utcOffset: @escaping (Instant) -> Int,
    suspension: Suspension = Suspension(),
    ringsBell: Bool = false,
    recorder: Recorder? = nil,
    notice: DesktopNotice? = nil
  ) {
    self.session = session
    self.state = state
    self.utcOffset = utcOffset
    themes = ThemeReader(read: readTheme) { [waker = session.waker] in waker.wake() }
    self.suspension = suspension
    self.ringsBell = ringsBell
    self.recorder = recorder
    self.notice = notice
    self.inbox = inbox
    self.runner = runner
    self.clock = clock
    self.theme = theme.adapted(to: session.capabilities)
    themeInUse = state.theme
  }

  /// Runs until the user or the system ends it.
  package func run() -> Ending {
    inbox.attach(session.waker)
    if let ending = handle(.resized(state.size)) { return ending }
    draw()
    while true {
      if let ending = turn() { return ending }
    }
  }

  /// One wait and what came of it.
  private func turn() -> Ending? {
    var isUrgent = false
    for event in session.wait(until: deadline) {
      switch event {
      case .input(let input):
        if let ending = take(input) { return ending }
        isUrgent = isUrgent || pacing.isUrgent(input)
      case .woken: break
      case .resumed: isUrgent = true
      case .stopRequested:
        isUrgent = true
        suspend()
      case .signalled(let signal): return .signalled(signal)
      case .hungUp: return .hungUp
      }
    }
    for event in inbox.drain() {
      if let ending = handle(event) { return ending }
    }
    if let tick = nextTick(state), tick <= clock.now {
      if let ending = tock() { return ending }
    }
    takeTheme()
    if pacing.isDue(isUrgent: isUrgent, now: .now) { draw() }
    return nil
  }

  /// Passes on what the time is; summer time may have begun or ended.
  private func tock() -> Ending? {
    let now = clock.now
    if let ending = handle(.clockTicked(now)) { return ending }
    let offset = utcOffset(now)
    return offset == state.utcOffsetMinutes ? nil : handle(.zoneChanged(utcOffsetMinutes: offset))
  }

  /// When the wait must end although nobody does anything.
  private var deadline: ContinuousClock.Instant? {
    let tick = nextTick(state).map { tick in
      ContinuousClock.now + .milliseconds(max(0, tick - clock.now))
    }
    return pacing.deadline(tick: tick)
  }

  private func take(_ input: InputEvent) -> Ending? {
    switch input {
    case .key(let key): handle(.keyPressed(key, at: clock.now))
    case .paste(let text): handle(.pasted(text, at: clock.now))
    case .pasteLate: handle(.messageRaised(DashboardLoop.latePaste, isError: false))
    case .pasteTooLong: handle(.messageRaised(DashboardLoop.tooLongPaste, isError: true))
    case .resized(let size): handle(.resized(size))
    case .mouse(let mouse): handle(.mouseReported(mouse, at: clock.now))
    }
  }

  private static let latePaste =
    "the end of what is pasted is awaited; esc twice takes what came of it, ctrl-c quits"

  private static let tooLongPaste =
    "more than \(KeyDecoder.pasteLimit >> 20) MiB were pasted: nothing of it was taken; "
    + "rollcall get --file looks long lists up"

  private func handle(_ event: DashboardEvent) -> Ending? {
    recorder?.note(event, at: .now)
    let before = state
    let effects = update(&state, event)
    if !pacing.isStale, state.looksDifferent(from: before) { pacing.changed() }
    return perform(effects)
  }

  private func perform(_ effects: [Effect]) -> Ending? {
    for effect in effects {
      switch effect {
      case .quit: return .quit
      case .suspend: suspend()
      case .redraw: session.redraw()
      case .setTitle(let title): session.setTitle(title)
      case .ringBell: if ringsBell { session.ring() }
      case .notify(let text): if let notice { session.notify(text, by: notice) }
      case .copy(let text): copy(text)
      case .useTheme(let name): themes.read(name)
      case .saveScreenshot(let path):
        let frame = view(state, size: state.size, theme: theme)
        runner.save(frame, title: state.pictureTitle, to: path)
      case .changeContext(let name): return .changed(context: name, theme: themeInUse)
      default: runner.run(effect)
      }
    }
    return nil
  }

  /// Gives the terminal to the shell; what others depend on is handed over before.
  private func suspend() {
    suspension.before()
    session.suspend()
    suspension.after()
  }

  private func copy(_ text: String) {
    if let tmux = session.tmux { return runner.copy(text, through: tmux) }
    let isCopied = session.copy(text)
    inbox.post(
      .messageRaised(
        isCopied
          ? "copied through the terminal (OSC 52)"
          : "not copied: the terminal takes no clipboard, or the text is too long",
        isError: !isCopied
      )
    )
  }

  private func takeTheme() {
    guard let (name, result) = themes.take() else { return }
    switch result {
    case .success(let chosen):
      theme = chosen.adapted(to: session.capabilities)
      themeInUse = name
      recorder?.note(theme, at: .now)
    case .failure(let error):
      inbox.post(.themeRefused(inUse: themeInUse, reason: "\(error)"))
    }
    pacing.changed()
  }

  private func draw() {
    let begun = ContinuousClock.now
    session.draw(view(state, size: state.size, theme: theme))
    pacing.drew(now: .now, took: .now - begun)
  }
}

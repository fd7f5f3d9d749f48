internal import Dashboard
package import Terminal

/// The thread that owns the terminal while a recording is replayed.
///
/// It moves the time and draws; what the screen showed is found elsewhere, and until that is found
/// the line at the bottom answers to the keys alone.
package final class ReplayLoop {
  /// How a replay ended.
  package enum Ending: Hashable, Sendable {
    /// As a dashboard ends.
    case ended(DashboardLoop.Ending)
    /// The recording cannot be read on.
    case unreadable(RecordingProblem)
  }

  /// The shortest time between two frames, and the longest while the time passes.
  private static let interval = Duration.microseconds(16_667)
  private static let tick = Duration.milliseconds(250)

  private let session: TerminalSession
  private let reader: RecordingReader
  private let mail: ReplayMail
  private var controls: ReplayControls
  private var picture: ReplayPlayer.Picture?
  /// How many entries had happened at the moment that was last asked for.
  private var asked: Int?
  private var last = ContinuousClock.now

  /// Makes a loop.
  ///
  /// - Parameters:
  ///   - session: the terminal, taken over already.
  ///   - reader: the recording.
  ///   - player: what finds its frames.
  package init(session: TerminalSession, reader: RecordingReader, player: ReplayPlayer) {
    self.session = session
    self.reader = reader
    controls = ReplayControls(duration: reader.duration)
    mail = ReplayMail(player) { [waker = session.waker] in waker.wake() }
  }

  /// Runs until the user or the system ends it.
  package func run() -> Ending {
    if reader.header.textRules != SafeText.rules {
      controls.say("recorded by rollcall \(reader.header.rollcall): text may look different")
    }
    ask()
    mail.askForTroubles()
    draw()
    while true {
      if let ending = turn() { return ending }
    }
  }

  /// One wait and what came of it.
  private func turn() -> Ending? {
    for event in session.wait(until: deadline) {
      switch event {
      case .input(.key(let key)):
        passTime()
        if !controls.press(key) { return .ended(.quit) }
      case .input, .woken, .resumed: break
      case .stopRequested: session.suspend()
      case .signalled(let signal): return .ended(.signalled(signal))
      case .hungUp: return .ended(.hungUp)
      }
    }
    passTime()
    ask()
    if let problem = mail.takeProblem() { return .unreadable(problem) }
    if let troubles = mail.takeTroubles() { controls.learn(troubles: troubles.map(\.milliseconds)) }
    if let found = mail.takePicture() { picture = found }
    draw()
    return nil
  }

  private func passTime() {
    let now = ContinuousClock.now
    controls.advance(by: (now - last) / .milliseconds(1))
    last = now
  }

  /// When the next entry happens, or the line at the bottom tells another second; `nil` for never.
  private var deadline: ContinuousClock.Instant? {
    guard controls.isPlaying else { return nil }
    let count = reader.count(until: controls.position)
    guard count < reader.count else { return last + ReplayLoop.tick }
    let wait = Duration.milliseconds(
      Double(reader.times[count] - controls.position) / controls.speed
    )
    return last + min(ReplayLoop.tick, max(ReplayLoop.interval, wait))
  }

  /// Asks for the picture of this moment, unless it is the one of the last.
  private func ask() {
    let count = reader.count(until: controls.position)
    guard count != asked else { return }
    asked = count
    mail.ask(controls.position)
  }

  private func draw() {
    let screen = ReplayScreen(
      size: session.size,
      controls: controls,
      start: reader.header.opening.now,
      theme: reader.header.theme
    )
    session.draw(screen.frame(picture))
  }
}

internal import Terminal

/// When a frame is due; a pure value.
///
/// What a person did is drawn at once, what data changed at most 60 times a second, and where nothing
/// looks different nothing is drawn.
struct FramePacing: Sendable {
  /// The shortest time between two frames that data cause.
  static let interval = Duration.microseconds(16_667)

  /// Whether the screen shows something else than the state.
  private(set) var isStale = true
  private var nextFrame: ContinuousClock.Instant

  /// Begins with a frame that is due.
  init(now: ContinuousClock.Instant) { nextFrame = now }

  /// Takes note that something looks different.
  mutating func changed() { isStale = true }

  /// Whether a person waits for what their input has changed.
  ///
  /// Of the mouse much is reported that changes nothing, such as a button that is let go.
  func isUrgent(_ input: InputEvent) -> Bool {
    if case .mouse = input { isStale } else { true }
  }

  /// Whether to draw now; `isUrgent` where a person waits for it.
  func isDue(isUrgent: Bool, now: ContinuousClock.Instant) -> Bool {
    isUrgent || isStale && now >= nextFrame
  }

  /// Takes note that a frame was drawn.
  ///
  /// Where frames are dear, data cause fewer of them: a key that comes while one is drawn waits for it,
  /// so that no more than a tenth of the time is for them.
  mutating func drew(now: ContinuousClock.Instant, took cost: Duration = .zero) {
    isStale = false
    nextFrame = now + min(max(FramePacing.interval, cost * 9), .milliseconds(100))
  }

  /// When to wake although nothing happens: for a frame that is due, or for the next tick of what the
  /// screen shows; `nil` for never.
  func deadline(tick: ContinuousClock.Instant?) -> ContinuousClock.Instant? {
    guard isStale else { return tick }
    return tick.map { min($0, nextFrame) } ?? nextFrame
  }
}

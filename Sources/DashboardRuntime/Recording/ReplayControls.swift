package import Terminal

/// Where a replay is, how fast it goes, and what keys do to that; a pure value.
package struct ReplayControls: Hashable, Sendable {
  /// How fast it can go, as a multiple of what it was.
  package static let speeds: [Double] = [0.25, 0.5, 1, 2, 4, 8, 16, 60]
  /// How far the arrows go, in milliseconds.
  package static let leap: Int64 = 10_000

  /// Milliseconds since the recording began.
  package private(set) var position: Int64 = 0
  /// How long the recording is, in milliseconds.
  package let duration: Int64
  /// Whether it stands still.
  package private(set) var isPaused = false
  /// How fast it goes.
  package var speed: Double { ReplayControls.speeds[speedIndex] }
  /// Where trouble begins, in milliseconds; `nil` before that is known.
  package private(set) var troubles: [Int64]?
  /// What is said in place of the keys, until the next key.
  package private(set) var note: String?
  /// Whether the line below is shown; without it the screen is as it was, to its last row.
  package private(set) var hasBar = true
  /// Which way trouble is looked for once it is known where it is.
  private var wanted: Bool?
  private var speedIndex = 2
  /// Parts of a millisecond that are left of the time that passed.
  private var rest = 0.0

  /// Begins to play a recording of that length.
  package init(duration: Int64) { self.duration = duration }

  /// Whether it has come to the end.
  package var isAtEnd: Bool { position >= duration }

  /// Whether time passes in it.
  package var isPlaying: Bool { !isPaused && !isAtEnd }

  /// Lets time pass, in milliseconds by the clock on the wall.
  package mutating func advance(by milliseconds: Double) {
    guard isPlaying else { return }
    rest += milliseconds * speed
    let whole = rest.rounded(.down)
    rest -= whole
    position = min(duration, position + Int64(whole))
  }

  /// Takes where trouble begins.
  package mutating func learn(troubles: [Int64]) {
    self.troubles = troubles.sorted()
    guard let wanted else { return }
    self.wanted = nil
    note = nil
    goToTrouble(forward: wanted)
  }

  /// Says something in place of the keys.
  package mutating func say(_ text: String) { note = text }

  /// Does what a key means.
  ///
  /// - Returns: `false` where it means the end of the program.
  package mutating func press(_ key: Key) -> Bool {
    note = nil
    wanted = nil
    switch (key.code, key.modifiers) {
    case (.character("q"), []), (.character("c"), .ctrl): return false
    case (.character(" "), []), (.character("p"), []): togglePause()
    case (.left, []), (.character("h"), []): go(to: position - ReplayControls.leap)
    case (.right, []), (.character("l"), []): go(to: position + ReplayControls.leap)
    case (.character("["), []): speedIndex = max(0, speedIndex - 1)
    case (.character("]"), []): speedIndex = min(ReplayControls.speeds.count - 1, speedIndex + 1)
    case (.character("g"), []), (.home, []): go(to: 0)
    case (.character("G"), []), (.end, []): go(to: duration)
    case (.character("b"), []): hasBar.toggle()
    case (.character("e"), []): goToTrouble(forward: true)
    case (.character("E"), []): goToTrouble(forward: false)
    default: break
    }
    return true
  }

  private mutating func togglePause() {
    if isAtEnd {
      go(to: 0)
      isPaused = false
    } else {
      isPaused.toggle()
    }
  }

  /// Stands still at what was looked for, so that it can be read.
  private mutating func goToTrouble(forward: Bool) {
    guard let troubles else {
      wanted = forward
      return note = "goes there once the recording is read"
    }
    let found =
      forward ? troubles.first { $0 > position } : troubles.last { $0 < position }
    guard let found else {
      return note = "no alarm or error \(forward ? "after" : "before") this"
    }
    go(to: found)
    isPaused = true
  }

  private mutating func go(to position: Int64) {
    self.position = min(max(0, position), duration)
    rest = 0
  }
}

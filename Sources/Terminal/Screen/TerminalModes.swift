/// The private modes of xterm a session turns on, and how they are turned off.
struct TerminalModes {
  /// Bracketed paste; with the mouse: buttons and wheel, in SGR coordinates.
  let enter: [UInt8]
  /// The same, off, in the opposite order, and an end to a half-written update.
  let leave: [UInt8]

  /// Chooses the modes for a terminal.
  init(_ capabilities: TerminalCapabilities, mouse: Bool) {
    guard capabilities.hasModes else {
      enter = []
      leave = []
      return
    }
    let modes = [2004] + (mouse ? [1000, 1006] : [])
    enter = modes.flatMap { Array("\u{1B}[?\($0)h".utf8) }
    let end = capabilities.hasSynchronizedOutput ? TerminalModes.endUpdate : []
    leave = end + modes.reversed().flatMap { Array("\u{1B}[?\($0)l".utf8) }
  }

  /// Between these two the terminal shows nothing new (synchronised output).
  static let beginUpdate = Array("\u{1B}[?2026h".utf8)
  /// Shows what was sent since the beginning of the update.
  static let endUpdate = Array("\u{1B}[?2026l".utf8)
}

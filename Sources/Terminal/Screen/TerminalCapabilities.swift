/// What the terminal can do beyond terminfo, as its name and the environment tell.
package struct TerminalCapabilities: Hashable, Sendable {
  /// The name it is driven by.
  package let terminal: String
  /// How many colours are used.
  package var depth: ColorDepth = .none
  /// Whether it likely has glyphs beyond ASCII and Latin.
  package let hasSymbols: Bool
  /// Whether it knows xterm's private modes: bracketed paste, SGR mouse, titles.
  let hasModes: Bool
  /// Whether updates may be bracketed so that they appear at once.
  let hasSynchronizedOutput: Bool
  /// Whether true colour is announced.
  let wantsDirectColor: Bool
  /// Whether colour is unwelcome.
  let refusesColor: Bool

  private static let consoles = [
    "linux", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "cons", "sun", "wsvt", "dumb", "bsdos",
  ]
  private static let synchronized = [
    "xterm", "tmux", "alacritty", "foot", "kitty", "wezterm", "ghostty", "contour", "rio",
  ]

  /// Judges by the terminal's name and the environment.
  package init(terminal: String, environment: [String: String]) {
    self.terminal = terminal
    let isConsole = TerminalCapabilities.consoles.contains { terminal.hasPrefix($0) }
    hasSymbols = !isConsole
    hasModes = !isConsole
    hasSynchronizedOutput = TerminalCapabilities.synchronized.contains { terminal.hasPrefix($0) }
    let announced = environment["COLORTERM"] ?? ""
    refusesColor = !(environment["NO_COLOR"] ?? "").isEmpty
    wantsDirectColor =
      !isConsole && !refusesColor && (announced == "truecolor" || announced == "24bit")
  }

  /// The signs it can be trusted to show.
  package var glyphs: Glyphs { hasSymbols ? .unicode : .ascii }
}

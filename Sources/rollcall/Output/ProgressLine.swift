internal import AWSWire
internal import Glibc

/// The line at the foot of a terminal that shows how far many answers have come.
///
/// It is drawn on stderr, and only where that is a terminal which can draw over a line.
struct ProgressLine {
  private let isShown: Bool
  private var isDrawn = false
  private var lastDrawing: Instant?

  /// Makes a line that is shown where it is `wanted` and can be drawn.
  init(wanted: Bool, environment: [String: String]) {
    let terminal = environment["TERM"] ?? ""
    isShown = wanted && isatty(STDERR_FILENO) == 1 && !terminal.isEmpty && terminal != "dumb"
  }

  /// Draws it, ten times a second at most.
  mutating func draw(_ tally: AnswerTally, now: Instant) {
    guard isShown else { return }
    if let lastDrawing, abs(now - lastDrawing) < 100 { return }
    lastDrawing = now
    isDrawn = true
    Printer.draw("\r\(tally.bar(width: ProgressLine.width - 1))\u{1B}[K")
  }

  /// Takes it away, so that something else can be printed there.
  mutating func clear() {
    guard isDrawn else { return }
    isDrawn = false
    // It is drawn again with the next answer.
    lastDrawing = nil
    Printer.draw("\r\u{1B}[K")
  }

  private static var width: Int {
    var size = winsize()
    let code = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size)
    return code == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}

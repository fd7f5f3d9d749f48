internal import Glibc

/// The terminal for as long as a full-screen program runs: screen, keys, signals, and its return.
///
/// This room speaks to one terminal through ncurses and a descriptor of its own. It must not know
/// what is drawn or what keys do. One thread makes it, uses it and closes it; only the waker is for
/// others. However the program ends, the terminal is left as it was.
package final class TerminalSession {
  /// What can be chosen.
  package struct Options: Hashable, Sendable {
    /// Whether the mouse is reported; if not, the terminal selects text with it.
    package var usesMouse: Bool

    /// Makes a choice.
    package init(usesMouse: Bool = true) {
      self.usesMouse = usesMouse
    }
  }

  /// The clipboard of the tmux around it; `nil` outside of tmux.
  package let tmux: TmuxClipboard?
  /// Ends a wait from other threads.
  package let waker: Waker
  /// How large the screen is.
  package var size: Size { screen.size }
  /// What the terminal can do.
  package var capabilities: TerminalCapabilities { screen.capabilities }

  /// Whether the mouse is reported: it was asked for, and the terminal knows how.
  package let reportsMouse: Bool

  /// The descriptor and its modes.
  let device: TerminalDevice
  /// What makes bytes of frames.
  let screen: CursesScreen
  /// What makes keys of bytes.
  var decoder: KeyDecoder
  /// When a pause in the bytes means something to the decoder.
  var decodingDeadline: ContinuousClock.Instant?
  /// Whether the terminal was given back for good.
  var isClosed = false
  /// What the terminal did not take yet.
  var unsent: [UInt8] = []
  /// The frame to show when it does.
  var waiting: Frame?
  /// The size whoever waits was told last.
  var reportedSize: Size
  /// The frame shown last.
  private var last: Frame?
  private var signals: SignalTap
  private var crashGuard: CrashGuard?
  private let modes: TerminalModes
  /// The window's name, also while the shell has the terminal.
  private var title: String?
  /// Whether the terminal keeps the name of before.
  private var keepsOldTitle = false

  /// Takes over the terminal and clears it.
  ///
  /// - Throws: `TerminalError`.
  package init(environment: [String: String], options: Options = Options()) throws(TerminalError) {
    tmux = TmuxClipboard(environment: environment)
    device = try TerminalDevice()
    waker = try Waker()
    signals = SignalTap(writingTo: waker.writeEnd)
    do {
      screen = try CursesScreen(environment: environment, size: device.size)
    } catch {
      signals.remove(ignoring: [])
      throw error
    }
    reportedSize = screen.size
    modes = TerminalModes(screen.capabilities, mouse: options.usesMouse)
    reportsMouse = options.usesMouse && screen.capabilities.hasModes
    decoder = KeyDecoder(erase: device.eraseByte)
    let guarding = CrashGuard(
      descriptor: device.descriptor,
      modes: device.originalModes,
      reset: modes.leave + screen.resetBytes() + Array("\r\n".utf8)
    )
    crashGuard = guarding
    device.makeRaw()
    send(modes.enter)
  }

  deinit {
    close(ignoring: [])
  }

  /// Shows a frame at once, or as soon as the terminal has taken what came before.
  package func draw(_ frame: Frame) {
    guard !isClosed else { return }
    last = frame
    guard unsent.isEmpty else {
      waiting = frame
      return
    }
    let bytes = screen.bytes(showing: frame)
    guard !bytes.isEmpty else { return }
    if capabilities.hasSynchronizedOutput {
      send(TerminalModes.beginUpdate + bytes + TerminalModes.endUpdate)
    } else {
      send(bytes)
    }
  }

  /// Shows the last frame again from nothing.
  package func redraw() {
    screen.forget()
    if let last { draw(last) }
  }

  /// Rings the bell.
  package func ring() {
    send([0x07])
  }

  /// Has the desktop show a notification; controls in it are shown as marks.
  package func notify(_ text: String, by notice: DesktopNotice) {
    guard !isClosed, capabilities.hasModes else { return }
    send(notice.bytes(text, inTmux: tmux != nil))
  }

  /// Names the terminal's window; controls in the name are shown as marks.
  package func setTitle(_ title: String) {
    guard capabilities.hasModes, title != self.title else { return }
    self.title = title
    sendTitle()
  }

  private func sendTitle() {
    guard let title else { return }
    // Some terminals keep titles on a stack; the old one comes back at the end.
    if !keepsOldTitle { send(Array("\u{1B}[22;2t".utf8)) }
    keepsOldTitle = true
    send(Array("\u{1B}]2;\(SafeText(title).prefix(columns: 200).text)\u{07}".utf8))
  }

  /// Puts text on the clipboard by OSC 52; false if it is longer than terminals take.
  package func copy(_ text: String) -> Bool {
    let limit = 74_994
    guard capabilities.hasModes, text.utf8.count <= limit else { return false }
    send(Array("\u{1B}]52;c;".utf8) + base64(text.utf8) + [0x07])
    return true
  }

  /// Gives the terminal to the shell until the program goes on.
  package func suspend() {
    guard !isClosed else { return }
    leave()
    SignalTap.stop()
    // Going on again is part of the suspension; only other signals, and a new size, are news.
    let (signals, isWoken) = waker.drain()
    for signal in signals where signal != SIGCONT { waker.put(signal) }
    waker.put(SIGWINCH)
    if isWoken { waker.wake() }
    comeBack()
  }

  /// Gives the terminal back for good; nothing is drawn after that.
  ///
  /// - Parameter ignored: the signals that the process ignores from now on; it takes the others as
  ///   before.
  package func close(ignoring ignored: [Int32]) {
    guard !isClosed else { return }
    leave()
    isClosed = true
    crashGuard = nil
    signals.remove(ignoring: ignored)
  }

  /// Takes the terminal again, whatever was done to it meanwhile, and draws it.
  func comeBack() {
    device.makeRaw()
    let size = device.size
    if size != screen.size { screen.resize(to: size) } else { screen.forget() }
    send(modes.enter)
    sendTitle()
    if let last { draw(last) }
  }

  private func leave() {
    waiting = nil
    var farewell = modes.leave
    if keepsOldTitle {
      farewell += Array("\u{1B}[23;2t".utf8)
      keepsOldTitle = false
    }
    send(farewell + screen.leave())
    // Twice as long as a slow link's round trip; after that the terminal is taken for dead.
    flush(milliseconds: 500)
    unsent = []
    device.restoreModes()
  }

  /// Writes bytes after those the terminal has not taken yet.
  func send(_ bytes: [UInt8]) {
    guard !isClosed, !bytes.isEmpty else { return }
    unsent += bytes
    sendUnsent()
  }

  /// Writes what is left, and then the frame that had to wait.
  func sendUnsent() {
    device.write(&unsent)
    if unsent.isEmpty, let frame = waiting {
      waiting = nil
      draw(frame)
    }
  }

  private func flush(milliseconds: Int32) {
    var attempts = 0
    while !unsent.isEmpty, attempts < 10 {
      var wanted = pollfd(fd: device.descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&wanted, 1, milliseconds / 10) >= 0, wanted.revents & Int16(POLLHUP) == 0
      else { return }
      let before = unsent.count
      sendUnsent()
      attempts = unsent.count < before ? 0 : attempts + 1
    }
  }
}

private func base64(_ bytes: String.UTF8View) -> [UInt8] {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var out: [UInt8] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    let three = Array(rest.prefix(3))
    rest = rest.dropFirst(3)
    let value = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
    for index in 0..<4 {
      out.append(index <= three.count ? letters[value >> (18 - 6 * index) & 63] : 0x3D)
    }
  }
  return out
}

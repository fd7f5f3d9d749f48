internal import Glibc

/// The terminal as the system sees it: its bytes, its modes and its size.
final class TerminalDevice {
  /// The descriptor; it never blocks.
  let descriptor: Int32
  /// The modes the terminal had before.
  let originalModes: termios

  /// Opens the terminal that standard input and output belong to.
  ///
  /// It is opened anew because making a shared descriptor non-blocking would change the shell's.
  ///
  /// - Throws: `TerminalError`.
  init() throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
    let flags = O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK
    var opened = open("/dev/tty", flags)
    if opened < 0, let name = ttyname(STDIN_FILENO) { opened = open(name, flags) }
    guard opened >= 0 else { throw .system(operation: "opening the terminal", code: errno) }
    descriptor = opened
    var modes = termios()
    guard tcgetattr(opened, &modes) == 0 else {
      let code = errno
      close(opened)
      throw .system(operation: "reading the terminal's modes", code: code)
    }
    originalModes = modes
  }

  deinit {
    close(descriptor)
  }

  /// The byte the Backspace key sends.
  var eraseByte: UInt8 { originalModes.c_cc.2 }

  /// How large it is; 80×24 where it does not say.
  var size: Size {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
    else { return Size(columns: 80, rows: 24) }
    return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }

  /// Makes every byte arrive at once and as it was sent, keys such as Control-C included.
  func makeRaw() {
    var modes = originalModes
    cfmakeraw(&modes)
    tcsetattr(descriptor, TCSANOW, &modes)
  }

  /// Gives the modes back; what was typed but not read is thrown away.
  func restoreModes() {
    tcflush(descriptor, TCIFLUSH)
    var modes = originalModes
    tcsetattr(descriptor, TCSANOW, &modes)
  }

  /// What a read found.
  enum Reading {
    /// Bytes came.
    case bytes([UInt8])
    /// None are there now.
    case nothing
    /// The terminal is gone.
    case hangup
  }

  /// Reads what is there without waiting.
  func read() -> Reading {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count > 0 { return .bytes(Array(buffer.prefix(count))) }
    if count == 0 { return .hangup }
    return errno == EAGAIN || errno == EINTR ? .nothing : .hangup
  }

  /// Writes as much as the terminal takes without waiting, and drops that from `bytes`.
  func write(_ bytes: inout [UInt8]) {
    var written = 0
    bytes.withUnsafeBytes { buffer in
      while written < buffer.count {
        let count = Glibc.write(
          descriptor,
          buffer.baseAddress?.advanced(by: written),
          buffer.count - written
        )
        if count > 0 { written += count } else if count == 0 || errno != EINTR { return }
      }
    }
    if written == bytes.count { bytes.removeAll() } else { bytes.removeFirst(written) }
  }
}

internal import CustomerDomain
internal import Glibc
internal import JSONValue
internal import Terminal

/// Thrown where nobody reads our output any more; the command ends quietly.
struct PipeClosed: Error {}

/// Prints a command's answers: JSON where it was asked for, people's text otherwise.
///
/// Text for people is `SafeText`, so that nothing from outside reaches a terminal unfiltered; JSON
/// escapes it by itself.
struct Printer: Sendable {
  /// Whether answers are JSON.
  let isJSON: Bool

  /// Prints one line of JSON, or the text where JSON was not asked for.
  ///
  /// - Throws: `PipeClosed`; `ServiceFailure` where it cannot be written.
  func line(_ json: @autoclosure () -> JSON, text: @autoclosure () -> SafeText) throws {
    try Printer.write(
      isJSON ? json().bytes(escaping: .hidden) : Array(text().text.utf8),
      newline: true,
      to: STDOUT_FILENO
    )
  }

  /// Prints one JSON document over several lines, or the lines of text.
  ///
  /// - Throws: `PipeClosed`; `ServiceFailure` where it cannot be written.
  func document(
    _ json: @autoclosure () -> JSON,
    text: @autoclosure () -> [SafeText]
  ) throws {
    if isJSON {
      try Printer.write(json().bytes(.pretty, escaping: .hidden), newline: true, to: STDOUT_FILENO)
    } else {
      try Printer.write(
        text().flatMap { Array($0.text.utf8) + [0x0A] },
        newline: false,
        to: STDOUT_FILENO
      )
    }
  }

  /// Prints many lines of JSON, or of text where JSON was not asked for, at one go.
  ///
  /// - Throws: `PipeClosed`; `ServiceFailure` where they cannot be written.
  func lines<Item>(
    of items: some Sequence<Item>,
    _ json: (Item) -> JSON,
    text: (Item) -> SafeText
  ) throws {
    var bytes: [UInt8] = []
    for item in items {
      if isJSON {
        bytes += json(item).bytes(escaping: .hidden)
      } else {
        bytes += text(item).text.utf8
      }
      bytes.append(0x0A)
      guard bytes.count > 65_536 else { continue }
      try Printer.write(bytes, newline: false, to: STDOUT_FILENO)
      bytes = []
    }
    try Printer.write(bytes, newline: false, to: STDOUT_FILENO)
  }

  /// Prints one line that is no answer but the point of the command.
  ///
  /// - Throws: `PipeClosed`; `ServiceFailure` where it cannot be written.
  static func write(line: SafeText) throws {
    try write(Array(line.text.utf8), newline: true, to: STDOUT_FILENO)
  }

  /// Prints text of our own as it is, such as a template.
  ///
  /// - Throws: `PipeClosed`; `ServiceFailure` where it cannot be written.
  static func raw(_ text: String) throws {
    try write(Array(text.utf8), newline: false, to: STDOUT_FILENO)
  }

  /// Says something on stderr, after the program's name.
  static func complain(_ message: String) {
    try? write(
      Array("rollcall: \(SafeText.visible(message))".utf8),
      newline: true,
      to: STDERR_FILENO
    )
  }

  /// Says something on stderr that is no complaint, such as how far a deployment is.
  static func tell(_ message: SafeText) {
    try? write(Array(message.text.utf8), newline: true, to: STDERR_FILENO)
  }

  /// Asks on stderr; the answer is typed behind it.
  static func ask(_ question: SafeText) { draw("\(question) ") }

  /// Writes text of our own for a person's eyes to stderr as it is, such as a bar that is drawn over.
  static func draw(_ text: String) {
    try? write(Array(text.utf8), newline: false, to: STDERR_FILENO)
  }

  private static func write(
    _ bytes: [UInt8],
    newline: Bool,
    to descriptor: Int32
  ) throws {
    var rest = bytes[...]
    if newline { rest.append(0x0A) }
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&writable, 1, -1)
      } else if errno == EPIPE {
        throw PipeClosed()
      } else if errno != EINTR {
        throw failure(errno, of: descriptor)
      }
    }
  }

  /// Makes sure that there is an output, before anything is done whose outcome nobody could be told.
  ///
  /// - Throws: `ServiceFailure` where standard output is closed.
  static func requireOutput() throws(ServiceFailure) {
    guard Glibc.write(STDOUT_FILENO, "", 0) < 0, errno == EBADF else { return }
    throw failure(EBADF, of: STDOUT_FILENO)
  }

  private static func failure(_ code: Int32, of descriptor: Int32) -> ServiceFailure {
    ServiceFailure(
      kind: .unavailable,
      action: "write",
      resource: descriptor == STDOUT_FILENO ? "standard output" : "standard error",
      reason: String(cString: strerror(code)),
      advice: code == EBADF
        ? "it is closed; write it elsewhere" : "make room, or write it elsewhere"
    )
  }
}

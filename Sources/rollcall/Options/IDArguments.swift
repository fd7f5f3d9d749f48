internal import ArgumentParser
internal import CustomerDomain
internal import Glibc
internal import Terminal

/// The customer ids that a command is given, as arguments or one a line in a file.
struct IDArguments: ParsableArguments {
  @Argument(help: "Customer ids.")
  var ids: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read the ids from a file, one a line; '-' is standard input.",
      valueName: "file"
    )
  )
  var file: String?

  /// Checks that there is exactly one source of ids.
  func validate() throws {
    if ids.isEmpty && file == nil { throw ValidationError("Give at least one id, or --file.") }
    if !ids.isEmpty && file != nil { throw ValidationError("Give ids or --file, not both.") }
  }

  /// The ids, in the order given, repeats kept, all of them valid.
  ///
  /// - Throws: `ExitStatus.badInput` where any is invalid, each of which has then been named on
  ///   stderr; `ServiceFailure` where the file cannot be read.
  func checked() throws -> [CustomerID] {
    let texts = try file.map(IDFile.read) ?? ids
    var checked: [CustomerID] = []
    var invalidCount = 0
    for (index, text) in texts.enumerated() {
      do throws(CustomerID.Problem) {
        checked.append(try CustomerID(text))
      } catch {
        invalidCount += 1
        let place = file == nil ? "" : " (id \(index + 1) of the file)"
        Printer.complain("id \"\(SafeText.visible(text))\"\(place): \(error)")
      }
    }
    guard invalidCount == 0 else {
      Printer.complain(
        "\(invalidCount) of \(texts.count) ids are invalid; nothing was sent"
      )
      throw ExitStatus.badInput
    }
    return checked
  }
}

/// A file of ids: one a line, LF or CRLF; a byte order mark and blank lines are skipped.
enum IDFile {
  /// Reads the file at `path`; `-` is standard input.
  ///
  /// - Throws: `ServiceFailure` where it cannot be read.
  static func read(_ path: String) throws(ServiceFailure) -> [String] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw unreadable(path)
      }
      bytes += buffer[..<count]
    }
    return ids(in: bytes)
  }

  /// The ids in a file's bytes.
  static func ids(in bytes: [UInt8]) -> [String] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    return text.split(separator: 0x0A).compactMap { line in
      let id = line.last == 0x0D ? line.dropLast() : line
      return id.isEmpty ? nil : String(decoding: id, as: UTF8.self)
    }
  }

  private static func unreadable(_ path: String) -> ServiceFailure {
    ServiceFailure(
      kind: .invalidInput,
      action: "read",
      resource: path,
      reason: String(cString: strerror(errno))
    )
  }
}

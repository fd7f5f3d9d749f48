internal import AWSWire
internal import CustomerDomain
internal import Glibc

/// A file of ids: one a line, LF or CRLF; a byte order mark and blank lines are skipped.
enum IDFile {
  /// Reads the file at `path`; `-` is standard input.
  ///
  /// - Throws: `ServiceFailure` where it cannot be read.
  static func read(_ path: String) throws(ServiceFailure) -> [IDLine] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    do throws(Descriptor.Failure) {
      return lines(in: try Descriptor.bytes(of: descriptor))
    } catch {
      if case .system(let code) = error { throw unreadable(path, code) }
      throw unreadable(path, EFBIG)
    }
  }

  /// The ids in a file's bytes.
  static func lines(in bytes: [UInt8]) -> [IDLine] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.enumerated().compactMap { index, line in
      let id = line.last == 0x0D ? line.dropLast() : line
      return id.isEmpty ? nil : IDLine(bytes: id, number: index + 1)
    }
  }

  private static func unreadable(_ path: String, _ code: Int32) -> ServiceFailure {
    ServiceFailure(
      kind: .invalidInput,
      action: "read",
      resource: path,
      reason: String(cString: strerror(code))
    )
  }
}

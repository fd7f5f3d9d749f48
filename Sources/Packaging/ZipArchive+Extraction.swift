internal import Glibc

extension ZipArchive {
  /// Writes all entries into a new folder, which must not be there yet.
  ///
  /// - Throws: `ZipError`; what was written by then stays.
  package func extract(to folder: String) throws(ZipError) {
    try ZipArchive.makeFolder(folder, 0o700)
    for entry in entries {
      var end = entry.path.startIndex
      while let slash = entry.path[end...].firstIndex(of: "/") {
        try ZipArchive.makeFolder("\(folder)/\(entry.path[..<slash])", 0o755, mayExist: true)
        end = entry.path.index(after: slash)
      }
      let path = "\(folder)/\(entry.path)"
      switch entry.kind {
      case .folder: try ZipArchive.makeFolder(path, 0o755, mayExist: true)
      case .file: try ZipArchive.write(try contents(of: entry), to: path, entry.permissions)
      case .link:
        let target = String(decoding: try contents(of: entry), as: UTF8.self)
        guard symlink(target, path) == 0 else { throw ZipArchive.failure(path) }
      }
    }
  }

  private static func makeFolder(
    _ path: String,
    _ mode: mode_t,
    mayExist: Bool = false
  ) throws(ZipError) {
    guard mkdir(path, mode) == 0 || (mayExist && errno == EEXIST) else { throw failure(path) }
  }

  private static func write(
    _ bytes: [UInt8],
    to path: String,
    _ permissions: UInt32
  ) throws(ZipError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw failure(path) }
      written += count
    }
    guard fchmod(descriptor, permissions | 0o400) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> ZipError {
    .notWritten(path, reason: String(cString: strerror(errno)))
  }
}

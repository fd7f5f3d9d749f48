internal import Glibc

/// A file that only lines are added to and that starts anew when it has grown too large.
///
/// Lines are added with one `write` each to a file opened for appending, so that several processes
/// can share it without mixing their lines.
package struct RotatingFile: Sendable {
  /// The file's path; the one before it is kept beside it as `<path>.1`.
  package let path: String
  /// The size at which it is rotated, in bytes.
  package let limit: Int

  /// Names a file; nothing is opened before the first line.
  package init(path: String, limit: Int) {
    self.path = path
    self.limit = limit
  }

  /// Adds a line; a line feed is added to it.
  ///
  /// - Returns: whether it was written; a full disk or a missing right is no reason to stop the
  ///   program, but it is one to say so.
  package func append(_ line: [UInt8]) -> Bool {
    RotatingFile.makeFolder(of: path)
    var status = stat()
    if stat(path, &status) == 0, Int(status.st_size) + line.count > limit {
      rename(path, path + ".1")
    }
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = line + [0x0A]
    return write(descriptor, bytes, bytes.count) == bytes.count
  }

  /// Makes the folders that lead to `path`, for their owner only.
  private static func makeFolder(of path: String) {
    let parts = path.split(separator: "/").dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for part in parts {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
  }
}

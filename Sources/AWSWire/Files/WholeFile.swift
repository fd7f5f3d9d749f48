internal import Glibc

/// Files that are read and written as a whole.
package enum WholeFile {
  /// The bytes of the file at `path`.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - limit: how many bytes at most; `nil` for any number.
  /// - Returns: the bytes.
  /// - Throws: `Descriptor.Failure`.
  package static func bytes(
    of path: String,
    limit: Int? = nil
  ) throws(Descriptor.Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno) }
    defer { close(descriptor) }
    return try Descriptor.bytes(of: descriptor, limit: limit)
  }

  /// Writes a file whole or not at all; what was there is replaced at once, so that a crash leaves
  /// the old one or the new one.
  ///
  /// - Parameters:
  ///   - bytes: what it holds.
  ///   - path: where it is; the folder must be there.
  ///   - permissions: its permissions where the process's mask allows them; its owner's only.
  /// - Throws: `Descriptor.Failure`.
  package static func write(
    _ bytes: [UInt8],
    to path: String,
    permissions: UInt32 = 0o600
  ) throws(Descriptor.Failure) {
    let draft = "\(path).\(getpid()).new"
    // What a crash left goes; a file that somebody else laid there beforehand is not written to.
    unlink(draft)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(draft, flags, permissions)
    guard descriptor >= 0 else { throw .system(errno) }
    var code = Descriptor.write(bytes, to: descriptor)
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, rename(draft, path) != 0 { code = errno }
    guard code != 0 else { return }
    unlink(draft)
    throw .system(code)
  }

  /// Makes the folders that lead to `path`, for their owner only; those that are there stay.
  package static func makeFolder(of path: String) {
    var folder = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
  }
}

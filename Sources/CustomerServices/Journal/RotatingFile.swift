internal import AWSWire
internal import Glibc

/// A file that only lines are added to and that starts anew when it has grown too large.
///
/// Lines are added to a file opened for appending, under a lock on it, so that several processes can
/// share it: none mixes its lines with another's, and none moves away what another has just begun.
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
  /// - Returns: why it could not be written; `nil` where it was. A full disk or a missing right is no
  ///   reason to stop the program, but it is one to say so.
  package func append(_ line: [UInt8]) -> String? {
    let bytes = line + [0x0A]
    // Twice: the file that was opened first may have to be moved away.
    for mayRotate in [true, false] {
      guard let descriptor = opened() else { return String(cString: strerror(errno)) }
      defer { close(descriptor) }
      var status = stat()
      if mayRotate, fstat(descriptor, &status) == 0, status.st_size > 0,
        Int(status.st_size) + bytes.count > limit
      {
        rename(path, path + ".1")
        continue
      }
      let code = Descriptor.write(bytes, to: descriptor)
      return code == 0 ? nil : String(cString: strerror(code))
    }
    return nil
  }

  /// The file at the path, opened and locked; it may have been moved away between the two.
  private func opened() -> Int32? {
    while true {
      var descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
      if descriptor < 0, errno == ENOENT {
        WholeFile.makeFolder(of: path)
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
      }
      guard descriptor >= 0 else { return nil }
      RotatingFile.lock(descriptor)
      var (mine, there) = (stat(), stat())
      guard fstat(descriptor, &mine) == 0, stat(path, &there) == 0,
        mine.st_ino != there.st_ino || mine.st_dev != there.st_dev
      else { return descriptor }
      close(descriptor)
    }
  }

  /// Takes the lock; after a tenth of a second goes on without it, because its holder may have been
  /// stopped by a person.
  private static func lock(_ descriptor: Int32) {
    for _ in 0..<100 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
      poll(nil, 0, 1)
    }
  }
}

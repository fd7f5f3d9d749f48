internal import Glibc

/// Why a small file of the data folder could not be used.
package struct CloudFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  package let path: String
  /// What is wrong.
  package let detail: String
  /// Whether that is a lack of room.
  package let isFull: Bool

  /// What failed and why, for people.
  package var description: String { "\(path): \(detail)" }

  /// Takes what is wrong in words.
  init(path: String, detail: String) {
    self.path = path
    self.detail = detail
    isFull = false
  }

  /// Takes what is wrong from the system's error number.
  init(path: String, code: CInt) {
    self.path = path
    detail = String(cString: strerror(code))
    isFull = code == ENOSPC || code == EDQUOT
  }
}

/// Small private files: read whole, and written whole or not at all.
enum CloudFile {
  /// The bytes of the file at `path`, or `nil` where there is none.
  ///
  /// - Throws: `CloudFileError`.
  static func read(_ path: String) throws -> [UInt8]? {
    guard let file = fopen(path, "rbe") else {
      if errno == ENOENT { return nil }
      throw CloudFileError(path: path, code: errno)
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return bytes
  }

  /// Writes a file that only its owner can read, by way of a new file beside it.
  ///
  /// - Throws: `CloudFileError`.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let draft = "\(path).new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CloudFileError(path: draft, code: errno) }
    let written = Glibc.write(descriptor, bytes, bytes.count)
    // A write that is cut short says nothing by itself: the disk is full.
    if written >= 0, written < bytes.count { errno = ENOSPC }
    let isWhole = written == bytes.count && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard isWhole, rename(draft, path) == 0 else {
      throw CloudFileError(path: path, code: isWhole ? errno : code)
    }
  }

  /// Bytes from `/dev/urandom`.
  ///
  /// - Throws: `CloudFileError`.
  static func randomBytes(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard let file = fopen("/dev/urandom", "rbe") else {
      throw CloudFileError(path: "/dev/urandom", code: errno)
    }
    defer { fclose(file) }
    guard fread(&bytes, 1, count, file) == count else {
      throw CloudFileError(path: "/dev/urandom", detail: "too few bytes")
    }
    return bytes
  }
}

internal import AWSWire
internal import Glibc

/// A file that is written piece by piece and stands under its name only once it is whole.
///
/// This room writes what people save. It must not know how rows are made.
package struct NewFile: ~Copyable {
  /// Why a file could not be written.
  package enum Failure: Error, Hashable, CustomStringConvertible {
    /// There is one, which is not to be replaced.
    case exists
    /// The system's number for the reason.
    case system(Int32)

    /// The reason in the system's words.
    package var description: String {
      switch self {
      case .exists: String(cString: strerror(EEXIST))
      case .system(let code): String(cString: strerror(code))
      }
    }
  }

  private let path: String
  private let draft: String
  private let replaces: Bool
  private let descriptor: Int32
  private var isKept = false

  /// Begins a file for its owner only.
  ///
  /// - Parameters:
  ///   - path: where it will stand; the folder must be there.
  ///   - replaces: whether one that stands there already is replaced.
  ///   - token: a number that no other draft beside it has.
  /// - Throws: `Failure`.
  package init(path: String, replaces: Bool, token: UInt64) throws(Failure) {
    var status = stat()
    let isThere = lstat(path, &status) == 0
    if isThere, !replaces { throw .exists }
    // A folder, a device or a link is not replaced by anything.
    if isThere, status.st_mode & S_IFMT != S_IFREG { throw .system(EEXIST) }
    let draft = "\(path).\(String(token, radix: 36)).part"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(draft, flags, 0o600)
    guard descriptor >= 0 else { throw .system(errno) }
    self.path = path
    self.draft = draft
    self.replaces = replaces
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    if !isKept { unlink(draft) }
  }

  /// Adds bytes.
  ///
  /// - Throws: `Failure`.
  package func write(_ bytes: [UInt8]) throws(Failure) {
    let code = Descriptor.write(bytes, to: descriptor)
    if code != 0 { throw .system(code) }
  }

  /// Puts the file under its name, and says what that is from the root on.
  ///
  /// - Throws: `Failure`.
  package mutating func keep() throws(Failure) -> String {
    if fsync(descriptor) != 0, errno != EINVAL { throw .system(errno) }
    if !replaces {
      // Unlike renaming, linking fails where somebody else was quicker.
      if link(draft, path) == 0 { return fullPath }
      if errno == EEXIST { throw .exists }
      var status = stat()
      if lstat(path, &status) == 0 { throw .exists }
    }
    guard rename(draft, path) == 0 else { throw .system(errno) }
    isKept = true
    return fullPath
  }

  private var fullPath: String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

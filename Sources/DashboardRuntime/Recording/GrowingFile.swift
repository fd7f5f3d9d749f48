internal import AWSWire
internal import Glibc

/// A file that was not there before, or is gone on with: only its owner can read it, and after a
/// failure it ends with the last whole piece.
package final class GrowingFile: Sendable {
  /// Why a file cannot be written.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason in the system's words.
    package let description: String

    /// Makes a failure of the system's number.
    init(_ code: Int32) { description = String(cString: strerror(code)) }
  }

  /// Where it is.
  package let path: String
  private let descriptor: Int32

  /// Makes the file; one that is there already is not touched: it may be what is left of an incident.
  ///
  /// - Throws: `Failure`.
  package convenience init(creating path: String) throws(Failure) {
    try self.init(path, O_WRONLY | O_CREAT | O_EXCL)
  }

  /// Opens a file that this program made before, to go on with it.
  ///
  /// - Throws: `Failure`.
  package convenience init(continuing path: String) throws(Failure) {
    try self.init(path, O_WRONLY)
  }

  private init(_ path: String, _ flags: Int32) throws(Failure) {
    self.path = path
    descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_APPEND, 0o600)
    guard descriptor >= 0 else { throw Failure(errno) }
  }

  deinit { close(descriptor) }

  /// Adds bytes; what of them was written before a failure is taken back.
  ///
  /// - Throws: `Failure`.
  package func append(_ bytes: [UInt8]) throws(Failure) {
    let length = lseek(descriptor, 0, SEEK_END)
    let code = Descriptor.write(bytes, to: descriptor)
    guard code != 0 else { return }
    if length >= 0 { _ = ftruncate(descriptor, length) }
    throw Failure(code)
  }
}

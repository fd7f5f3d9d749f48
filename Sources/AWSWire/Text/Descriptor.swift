internal import Glibc

/// Whole reads of open files.
package enum Descriptor {
  /// Why a file could not be read.
  package enum Failure: Error, Hashable, Sendable {
    /// The system's number for the reason.
    case system(Int32)
    /// It holds more than the limit.
    case tooLarge
  }

  /// All that `descriptor` gives up to its end.
  ///
  /// - `limit`: how many bytes at most; `nil` for any number.
  /// - Throws: `Failure`.
  package static func bytes(
    of descriptor: Int32,
    limit: Int? = nil
  ) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &block, block.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system(errno)
      }
      bytes += block[..<count]
      if let limit, bytes.count > limit { throw .tooLarge }
    }
  }
}

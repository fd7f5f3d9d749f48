internal import Glibc

/// Whole reads and writes of open files.
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
  /// - Parameters:
  ///   - descriptor: an open file.
  ///   - limit: how many bytes at most; `nil` for any number.
  /// - Returns: the bytes.
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

  /// Writes all of `bytes`.
  ///
  /// - Returns: 0, or the system's number for the reason why not all could be written.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}

internal import CZlib

/// Files of a single gzip member (RFC 1952).
package enum Gzip {
  /// What came of inflating.
  package enum Outcome: Hashable, Sendable {
    /// What it stands for.
    case inflated([UInt8])
    /// It stands for more bytes than there is room for.
    case tooLarge
    /// It is no gzip member, or is damaged.
    case notGzip
  }

  /// Inflates `bytes` into at most `room` bytes.
  package static func inflate(_ bytes: [UInt8], room: Int) -> Outcome {
    var written = 0
    let inflated = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      written = czlib_gunzip(bytes, bytes.count, buffer.baseAddress, room)
      count = max(0, written)
    }
    if written >= 0 { return .inflated(inflated) }
    return written == -2 ? .tooLarge : .notGzip
  }
}

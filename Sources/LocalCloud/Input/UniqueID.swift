internal import AWSWire

/// Ids that are given out once.
package enum UniqueID {
  /// A random UUID of version 4, such as `0e6fd9f7-3b1c-4a52-9b53-6d1f0f2c9a11`.
  package static func uuid() -> String {
    var generator = SystemRandomNumberGenerator()
    let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let hex = Digest.hex(bytes(high) + bytes(low))
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return parts.map { part in
      String(hex.dropFirst(part.lowerBound).prefix(part.count))
    }.joined(separator: "-")
  }

  private static func bytes(_ word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
  }
}

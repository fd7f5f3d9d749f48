/// The checksum of zip files, of DynamoDB's answers and of event streams (ISO 3309).
///
/// Computed here, because what runs in Lambda may not need zlib, and eight bytes at a time, because
/// whole programs are zipped.
package enum CRC32 {
  private static let width = 8

  /// Table `n` advances the sum by a byte that `n` further bytes follow.
  private static let tables: [UInt32] = {
    var tables = (0..<UInt32(256)).map { byte in
      (0..<8).reduce(byte) { sum, _ in sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }
    for index in 256..<(256 * width) {
      let before = tables[index - 256]
      tables.append(before >> 8 ^ tables[Int(before & 0xFF)])
    }
    return tables
  }()

  /// The checksum of `bytes`.
  package static func of(_ bytes: [UInt8]) -> UInt32 { of(bytes[...]) }

  /// The checksum of a part.
  package static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
      bytes.withUnsafeBytes { bytes in sum(bytes, tables) }
    }
  }

  private static func sum(
    _ bytes: UnsafeRawBufferPointer,
    _ tables: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    var sum = UInt32.max
    var at = 0
    while at + width <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let mixed = word ^ UInt64(sum)
      let low = UInt32(truncatingIfNeeded: mixed)
      let high = UInt32(truncatingIfNeeded: mixed >> 32)
      sum =
        tables[0x700 | Int(low & 0xFF)] ^ tables[0x600 | Int(low >> 8 & 0xFF)]
        ^ tables[0x500 | Int(low >> 16 & 0xFF)] ^ tables[0x400 | Int(low >> 24)]
      sum ^=
        tables[0x300 | Int(high & 0xFF)] ^ tables[0x200 | Int(high >> 8 & 0xFF)]
        ^ tables[0x100 | Int(high >> 16 & 0xFF)] ^ tables[Int(high >> 24)]
      at += width
    }
    while at < bytes.count {
      sum = sum >> 8 ^ tables[Int((sum ^ UInt32(bytes[at])) & 0xFF)]
      at += 1
    }
    return ~sum
  }
}

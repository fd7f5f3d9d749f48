/// Reads little-endian numbers out of bytes, never beyond their end.
struct LittleEndian {
  /// The bytes that are read.
  let bytes: [UInt8]

  /// The number of `Width` at `offset`; `nil` where the bytes end before.
  func read<Width: FixedWidthInteger & UnsignedInteger>(
    _: Width.Type,
    at offset: Int
  ) -> Width? {
    let size = MemoryLayout<Width>.size
    guard offset >= 0, offset <= bytes.count - size else { return nil }
    return (0..<size).reduce(0) { $0 | Width(bytes[offset + $1]) << Width($1 * 8) }
  }

  /// The number of `Width` at `offset`, as an `Int`; `nil` where it is none.
  func int<Width: FixedWidthInteger & UnsignedInteger>(_ width: Width.Type, at offset: Int) -> Int?
  {
    read(width, at: offset).flatMap { Int(exactly: $0) }
  }

  /// The bytes from `offset` up to the next zero, as text; `nil` where there is none.
  func text(at offset: Int) -> String? {
    guard offset >= 0, offset < bytes.count, let end = bytes[offset...].firstIndex(of: 0) else {
      return nil
    }
    return String(decoding: bytes[offset..<end], as: UTF8.self)
  }
}

extension [UInt8] {
  /// Appends a number in little-endian order.
  mutating func append<Width: FixedWidthInteger & UnsignedInteger>(number: Width) {
    for index in 0..<MemoryLayout<Width>.size {
      append(UInt8(truncatingIfNeeded: number >> Width(index * 8)))
    }
  }
}

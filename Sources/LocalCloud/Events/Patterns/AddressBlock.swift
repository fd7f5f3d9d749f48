internal import JSONValue

/// A block of IP addresses in the notation of RFC 4632, such as `10.0.0.0/8`.
struct AddressBlock: Hashable, Sendable {
  private let bytes: [UInt8]
  private let length: Int

  /// Reads a block.
  ///
  /// - Throws: `CloudError` where it is not one.
  init(_ value: JSON) throws {
    guard let text = value.string else {
      throw EventsError.invalidPattern("prefix match pattern must be a string")
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      throw EventsError.invalidPattern("Malformed CIDR, one '/' required")
    }
    let mask = Int(parts[1])
    guard mask != nil || AddressBlock.address(parts[0]) != nil else {
      throw EventsError.invalidPattern("Malformed CIDR, mask bits must be an integer")
    }
    guard let bytes = AddressBlock.address(parts[0]) else {
      throw EventsError.invalidPattern("Nonstandard IP address: \(parts[0])")
    }
    guard let length = mask, (0...bytes.count * 8).contains(length) else {
      throw EventsError.invalidPattern("Malformed CIDR, mask bits must be an integer")
    }
    (self.bytes, self.length) = (bytes, length)
  }

  /// Whether an address lies in the block.
  func contains(_ text: String) -> Bool {
    guard let address = AddressBlock.address(text), address.count == bytes.count else {
      return false
    }
    return (0..<length).allSatisfy { bit in
      let mask = UInt8(0x80) >> UInt8(bit % 8)
      return address[bit / 8] & mask == bytes[bit / 8] & mask
    }
  }

  /// The bytes of an address: 4 or 16.
  private static func address(_ text: String) -> [UInt8]? {
    if !text.contains(":") {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      let bytes = parts.compactMap { UInt8($0) }
      return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard (1...2).contains(halves.count) else { return nil }
    let groups = halves.map { half in
      half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
    }
    let words = groups.map { $0.compactMap { $0.count <= 4 ? UInt16($0, radix: 16) : nil } }
    guard zip(groups, words).allSatisfy({ $0.count == $1.count }) else { return nil }
    let head = words[0]
    let tail = words.count == 2 ? words[1] : []
    let missing = 8 - head.count - tail.count
    guard halves.count == 2 ? missing > 0 : missing == 0 else { return nil }
    return (head + Array(repeating: 0, count: missing) + tail).flatMap {
      [UInt8($0 >> 8), UInt8($0 & 255)]
    }
  }
}

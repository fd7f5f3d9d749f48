/// Finds the id of the invocation that wrote a line, in the line's bytes; asked of every line that
/// arrives.
package enum RequestScan {
  private static let platform = ["START RequestId: ", "END RequestId: ", "REPORT RequestId: "].map {
    Array($0.utf8)
  }
  /// The names that loggers give Lambda's request id, in lower case and without underscores.
  private static let names = ["requestid", "awsrequestid"].map { Array($0.utf8) }
  /// How far from its beginning a line of text names its request, in bytes.
  private static let reach = 96
  /// A UUID's length.
  private static let length = 36

  /// Where the id stands; `nil` where the line has none.
  package static func id(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    guard let first = bytes.first else { return nil }
    if first == UInt8(ascii: "{") { return member(of: bytes) }
    for prefix in platform where bytes.starts(with: prefix) {
      return identifier(in: bytes, at: prefix.count)
    }
    return field(of: bytes)
  }

  /// Whether a line is the report at an invocation's end.
  package static func isReport(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: platform[2])
  }

  /// Whether a line begins an invocation.
  package static func isStart(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: platform[0])
  }

  /// The value of the JSON member that names the request.
  private static func member(of bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var index = 0
    while index + length < bytes.count {
      // All the names end in `d"` and have this letter before it.
      guard bytes[index] == UInt8(ascii: "\""), index >= 2, bytes[index - 1] == UInt8(ascii: "d"),
        bytes[index - 2] | 0x20 == UInt8(ascii: "i"), isNamed(bytes, endingAt: index)
      else {
        index += 1
        continue
      }
      var start = index + 1
      while start < bytes.count, " :".utf8.contains(bytes[start]) { start += 1 }
      guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else {
        index += 1
        continue
      }
      return identifier(in: bytes, at: start + 1)
    }
    return nil
  }

  /// Whether the member's name that ends before `end` is one of the names.
  private static func isNamed(_ bytes: UnsafeBufferPointer<UInt8>, endingAt end: Int) -> Bool {
    names.contains { name in
      var index = end - 1
      for letter in name.reversed() {
        while index >= 0, bytes[index] == UInt8(ascii: "_") { index -= 1 }
        guard index >= 0, bytes[index] | 0x20 == letter else { return false }
        index -= 1
      }
      return index >= 0 && bytes[index] == UInt8(ascii: "\"")
    }
  }

  /// The UUID that stands between tabs, as Lambda's runtimes for Python and Node.js write it.
  private static func field(of bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    for index in 0..<min(reach, bytes.count) where bytes[index] == 0x09 {
      if let found = identifier(in: bytes, at: index + 1), found.count == length { return found }
    }
    return nil
  }

  /// An id of letters, digits and hyphens, as long as a UUID.
  private static func identifier(
    in bytes: UnsafeBufferPointer<UInt8>,
    at start: Int
  ) -> Range<Int>? {
    guard start + length <= bytes.count else { return nil }
    let range = start..<start + length
    for index in range {
      let byte = bytes[index] | 0x20
      let isDigit = (0x30...0x39).contains(bytes[index])
      guard isDigit || (0x61...0x7A).contains(byte) || bytes[index] == UInt8(ascii: "-") else {
        return nil
      }
    }
    return range
  }
}

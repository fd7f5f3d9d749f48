/// A text that rows must contain, whatever its case.
///
/// ASCII is searched as bytes without a copy; other text is compared in lower case.
struct TextFilter: Sendable {
  /// The text that was asked for.
  let text: String
  private let lowercased: String
  private let needle: [UInt8]

  /// Makes a filter; an empty text lets all through.
  init(_ text: String) {
    self.text = text
    lowercased = text.lowercased()
    needle = Array(lowercased.utf8)
  }

  /// Whether everything is let through.
  var isEmpty: Bool { needle.isEmpty }

  /// Whether `text` contains the filter's text.
  func matches(_ text: String) -> Bool {
    guard needle.allSatisfy({ $0 < 0x80 }) else { return text.lowercased().contains(lowercased) }
    return text.utf8.withContiguousStorageIfAvailable { TextFilter.contains($0, needle) }
      ?? text.lowercased().contains(lowercased)
  }

  private static func contains(_ bytes: UnsafeBufferPointer<UInt8>, _ needle: [UInt8]) -> Bool {
    guard let first = needle.first else { return true }
    guard bytes.count >= needle.count else { return false }
    for start in 0...(bytes.count - needle.count) where lower(bytes[start]) == first {
      var length = 1
      while length < needle.count, lower(bytes[start + length]) == needle[length] { length += 1 }
      if length == needle.count { return true }
    }
    return false
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

internal import CustomerDomain

/// Tells in one pass whether a line may be an error, so that only such lines are taken apart.
package struct TroubleScan {
  /// Words without one of which no line is an error, in lower case, by their first letter.
  private static let words: [[[UInt8]]] = {
    var table = [[[UInt8]]](repeating: [], count: 128)
    for word in [
      "error", "executionfailed", "executiontimedout", "fatal", "critical", "severe", "traceback",
      "timeout", "timed out", #""status":5"#, #""status":"5"#, #"level":5"#, #"level":6"#,
      #"level": 5"#, #"level": 6"#,
    ] {
      let bytes = Array(word.utf8)
      if let first = bytes.first { table[Int(first)].append(bytes) }
    }
    return table
  }()

  /// Whether a message is an error.
  package static func isError(_ message: String) -> Bool {
    let mayBe =
      message.utf8.withContiguousStorageIfAvailable(hasWord) ?? hasWord(Array(message.utf8))
    return mayBe && LogShape(message).level == .error
  }

  private static func hasWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let words = Self.words
    return words.withUnsafeBufferPointer { words in
      for (index, byte) in bytes.enumerated() {
        let first = lower(byte)
        guard first < 128, !words[Int(first)].isEmpty else { continue }
        for word in words[Int(first)] where isWord(word, at: index, in: bytes) { return true }
      }
      return false
    }
  }

  private static func hasWord(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer(hasWord)
  }

  private static func isWord(
    _ word: [UInt8],
    at start: Int,
    in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard start + word.count <= bytes.count else { return false }
    for offset in 1..<word.count where lower(bytes[start + offset]) != word[offset] {
      return false
    }
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

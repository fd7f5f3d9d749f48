internal import CustomerDomain

/// Tells in one pass whether a line may be an error, so that only such lines are taken apart.
///
/// It must let every line through that `LogShape` calls an error, and few others.
package struct TroubleScan {
  /// What makes a line worth a closer look.
  private struct Word {
    /// What must be read behind it, too.
    enum Value { case none, status, level }

    let bytes: [UInt8]
    let value: Value
  }

  /// The words, in lower case, by their first letter.
  private static let words: [[Word]] = {
    var table = [[Word]](repeating: [], count: 128)
    func add(_ text: String, _ value: Word.Value = .none) {
      let word = Word(bytes: Array(text.lowercased().utf8), value: value)
      if let first = word.bytes.first { table[Int(first)].append(word) }
    }
    for text in [
      "error", "executionfailed", "executiontimedout", "fatal", "critical", "severe", "traceback",
      "timeout", "timed out",
    ] { add(text) }
    // Any of them may be written with escapes.
    add(#"\u"#)
    add(#""status""#, .status)
    for name in LogShape.levelNames { add("\"\(name)\"", .level) }
    return table
  }()

  /// For each first letter its second letters, a bit each: most letters begin no word together with
  /// the one behind them.
  private static let seconds: [UInt128] = words.map { words in
    words.reduce(0) { $0 | 1 << UInt128($1.bytes[1]) }
  }

  /// Whether a message is an error.
  package static func isError(_ message: String) -> Bool {
    let mayBe =
      message.utf8.withContiguousStorageIfAvailable(hasWord) ?? hasWord(Array(message.utf8))
    return mayBe && LogShape(message).level == .error
  }

  private static func hasWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    seconds.withUnsafeBufferPointer { seconds in
      var first = bytes.first.map(lower) ?? 0
      for index in bytes.indices.dropFirst() {
        let second = lower(bytes[index])
        defer { first = second }
        guard first | second < 128, seconds[Int(first)] &>> UInt128(second) & 1 != 0 else {
          continue
        }
        if isTrouble(bytes, at: index - 1, beginning: first) { return true }
      }
      return false
    }
  }

  /// Whether one of the words with that first letter stands there.
  private static func isTrouble(
    _ bytes: UnsafeBufferPointer<UInt8>,
    at index: Int,
    beginning first: UInt8
  ) -> Bool {
    words[Int(first)].contains { word in
      isWord(word.bytes, at: index, in: bytes)
        && isTrouble(word.value, at: index + word.bytes.count, in: bytes)
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

  /// Whether what follows a member's name may be a status of 5xx, or a number from 50 on as a level;
  /// levels that are words are found as words.
  private static func isTrouble(
    _ value: Word.Value,
    at start: Int,
    in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard value != .none else { return true }
    let rest = bytes[start...].drop { " \t\r\n:\"".utf8.contains($0) }
    let number = rest.prefix { "0123456789.+-eE".utf8.contains($0) }
    guard let first = number.first else { return false }
    // Only digits are read; whoever writes 5e2 or 50.0 is let through.
    let isOdd = number.contains { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if isOdd { return true }
    if value == .status { return first == UInt8(ascii: "5") }
    return first >= UInt8(ascii: "5") || number.count > 2
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

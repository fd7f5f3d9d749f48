/// A comparison of texts; those that ignore case hold theirs in lower case.
enum TextMatcher: Sendable {
  /// Begins with this text.
  case prefix(String, ignoresCase: Bool)
  /// Ends with this text.
  case suffix(String, ignoresCase: Bool)
  /// Is this text in whatever case.
  case equalIgnoringCase(String)
  /// Is this text with its stars filled in.
  case wildcard(EventWildcard)

  /// Whether `text` matches.
  func matches(_ text: String) -> Bool {
    switch self {
    case .prefix(let start, let ignoresCase):
      (ignoresCase ? text.lowercased() : text).utf8.starts(with: start.utf8)
    case .suffix(let end, let ignoresCase):
      (ignoresCase ? text.lowercased() : text).utf8.reversed().starts(with: end.utf8.reversed())
    case .equalIgnoringCase(let own): text.lowercased() == own
    case .wildcard(let wildcard): wildcard.matches(text)
    }
  }
}

/// A text in which `*` stands for any characters and `\*` for a star.
struct EventWildcard: Hashable, Sendable {
  /// The most stars that may be followed by the same character.
  private static let mostRepeats = 4

  private let parts: [[UInt8]]

  /// Splits a text at its stars.
  ///
  /// - Throws: `CloudError` where two stars are neighbours, an escape is wrong, or it is too complex.
  init(_ text: String) throws {
    var parts: [[UInt8]] = [[]]
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        guard index + 1 < bytes.count, [UInt8(ascii: "*"), byte].contains(bytes[index + 1]) else {
          throw EventsError.invalidPattern("Invalid escape character at pos \(index)")
        }
        index += 1
        parts[parts.count - 1].append(bytes[index])
      } else if byte == UInt8(ascii: "*") {
        if index > 0, bytes[index - 1] == byte, parts.count > 1, parts[parts.count - 1].isEmpty {
          throw EventsError.invalidPattern("Consecutive wildcard characters at pos \(index)")
        }
        parts.append([])
      } else {
        parts[parts.count - 1].append(byte)
      }
      index += 1
    }
    var repeats: [UInt8: Int] = [:]
    for part in parts.dropFirst() { part.first.map { repeats[$0, default: 0] += 1 } }
    guard (repeats.values.max() ?? 0) < EventWildcard.mostRepeats else {
      throw EventsError.invalidPattern(
        "Rule is too complex - try using fewer wildcard characters or fewer repeating character "
          + "sequences after a wildcard character"
      )
    }
    self.parts = parts
  }

  /// Whether the whole of `text` matches.
  func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard parts.count > 1, let first = parts.first, let last = parts.last else {
      return bytes == parts.first
    }
    guard bytes.count >= first.count + last.count, bytes.starts(with: first),
      bytes.suffix(last.count).elementsEqual(last)
    else { return false }
    var rest = bytes[first.count..<(bytes.count - last.count)]
    for part in parts.dropFirst().dropLast() {
      var start = rest.startIndex
      while start + part.count <= rest.endIndex, !rest[start...].starts(with: part) { start += 1 }
      guard start + part.count <= rest.endIndex else { return false }
      rest = rest[(start + part.count)...]
    }
    return true
  }
}

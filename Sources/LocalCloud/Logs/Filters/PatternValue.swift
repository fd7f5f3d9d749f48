internal import JSONValue

/// The right side of a comparison in a filter pattern.
struct PatternValue: Sendable {
  private enum Form: Sendable {
    case text(Wildcard)
    case regex(LinePattern)
  }

  private let form: Form
  /// The value as a number, where it is one and was not quoted.
  private let number: Double?

  /// Reads a number, a text with or without quotes, or a regular expression.
  ///
  /// - Parameters:
  ///   - scanner: where it stands.
  ///   - sign: the operator before it; one that orders takes numbers only.
  ///   - stops: the characters that end a text without quotes.
  /// - Throws: `PatternFault` where there is none.
  init(_ scanner: inout PatternScanner, after sign: String, stops: String) throws(PatternFault) {
    scanner.skipSpace()
    let written: String
    switch scanner.peek {
    case "%":
      (form, number) = (.regex(try scanner.takeRegex()), nil)
      written = "%"
    case "\"":
      let text = try scanner.takeQuoted()
      (form, number) = (.text(Wildcard(text)), nil)
      written = "\"\(text)\""
    default:
      let text = scanner.takeWhile { !$0.isWhitespace && !stops.contains($0) }
      guard !text.isEmpty else { throw PatternScanner.invalid }
      (form, number) = (.text(Wildcard(text)), PatternValue.number(text))
      written = text
    }
    guard number != nil || ["=", "!="].contains(sign) else { throw .characters(written) }
  }

  /// The number that a text is: digits with a sign, a point and an exponent, if any.
  static func number(_ text: String) -> Double? {
    // What else Swift reads as a number, such as `inf` and `0x1p3`, has other letters in it.
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    return Double(text)
  }

  /// Whether `sign` holds between a field's text and the value.
  func holds(_ sign: String, of text: String) -> Bool {
    switch sign {
    case "=": return isEqual(to: text)
    case "!=": return !isEqual(to: text)
    default:
      guard let own = number, let other = PatternValue.number(text) else { return false }
      return switch sign {
      case "<": other < own
      case "<=": other <= own
      case ">": other > own
      default: other >= own
      }
    }
  }

  private func isEqual(to text: String) -> Bool {
    if let number, let other = PatternValue.number(text) { return number == other }
    return switch form {
    case .text(let wildcard): wildcard.matches(text)
    case .regex(let regex): regex.isFound(in: text)
    }
  }
}

/// A text in which `*` stands for any characters.
///
/// As on AWS, what follows a star counts where it is first found and is not looked for further on:
/// `*ab` matches `aab`, but not `abab`.
struct Wildcard: Hashable, Sendable {
  private let parts: [[UInt8]]

  /// Splits a text at its stars.
  init(_ text: String) {
    parts = text.split(separator: "*", omittingEmptySubsequences: false).map { Array($0.utf8) }
  }

  /// Whether the whole of `text` matches.
  func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard parts.count > 1, let first = parts.first, let last = parts.last else {
      return bytes == parts.first
    }
    guard bytes.starts(with: first) else { return false }
    var rest = bytes[first.count...]
    for part in parts.dropFirst() {
      guard let end = Wildcard.end(of: part, in: rest) else { return false }
      rest = rest[end...]
    }
    return last.isEmpty || rest.isEmpty
  }

  private static func end(of part: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard !part.isEmpty else { return bytes.startIndex }
    guard bytes.count >= part.count else { return nil }
    for start in bytes.startIndex...(bytes.endIndex - part.count)
    where bytes[start] == part[0] && bytes[start..<start + part.count].elementsEqual(part) {
      return start + part.count
    }
    return nil
  }
}

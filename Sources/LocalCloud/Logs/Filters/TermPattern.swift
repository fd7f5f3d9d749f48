internal import Glibc

/// A pattern of terms: all plain ones, or any of the optional ones, and none of the excluded ones.
struct TermPattern: Sendable {
  private enum Term: Sendable {
    case text([UInt8])
    case regex(LinePattern)

    func isIn(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
      switch self {
      case .text(let bytes):
        TermPattern.isFound(bytes, in: line)
      case .regex(let regex): regex.isFound(in: line)
      }
    }
  }

  private static func isFound(_ bytes: [UInt8], in line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first, let base = line.baseAddress else { return bytes.isEmpty }
    var start = 0
    while line.count - start >= bytes.count {
      let room = line.count - start - bytes.count + 1
      guard let hit = memchr(base + start, Int32(first), room) else { return false }
      start = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
      if memcmp(base + start, bytes, bytes.count) == 0 { return true }
      start += 1
    }
    return false
  }

  private var required: [Term] = []
  private var optional: [Term] = []
  private var excluded: [Term] = []

  /// Reads the terms up to the end.
  ///
  /// - Throws: `PatternFault` where one is malformed.
  init(_ scanner: inout PatternScanner) throws(PatternFault) {
    while true {
      scanner.skipSpace()
      guard !scanner.isAtEnd else { return }
      let (isOptional, isExcluded) = (scanner.take("?"), scanner.take("-"))
      // The documentation has a space between the sign and a phrase.
      if isExcluded { scanner.skipSpace() }
      let term = try TermPattern.term(&scanner)
      if isExcluded {
        excluded.append(term)
      } else if isOptional {
        optional.append(term)
      } else {
        required.append(term)
      }
    }
  }

  private static func term(_ scanner: inout PatternScanner) throws(PatternFault) -> Term {
    let term: Term
    switch scanner.peek {
    case nil: throw PatternScanner.invalid
    case "\"": term = .text(Array(try scanner.takeQuoted().utf8))
    case "%": term = .regex(try scanner.takeRegex())
    default:
      let word = scanner.takeWhile { $0 == "_" || $0.isLetter || $0.isNumber }
      if let next = scanner.peek, !next.isWhitespace { throw .characters(String(next)) }
      return .text(Array(word.utf8))
    }
    guard scanner.peek.map(\.isWhitespace) ?? true else { throw PatternScanner.invalid }
    return term
  }

  /// Whether a line matches; optional terms beside others do not count, as on AWS.
  func matches(_ message: String) -> Bool {
    var message = message
    return message.withUTF8 { line in
      guard required.isEmpty, excluded.isEmpty, !optional.isEmpty else {
        return required.allSatisfy { $0.isIn(line) } && !excluded.contains { $0.isIn(line) }
      }
      return optional.contains { $0.isIn(line) }
    }
  }
}

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
  /// - Throws: `CloudError` where one is malformed.
  init(_ scanner: inout PatternScanner) throws {
    while true {
      scanner.skipSpace()
      guard !scanner.isAtEnd else { return }
      let (isOptional, isExcluded) = (scanner.take("?"), scanner.take("-"))
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

  private static func term(_ scanner: inout PatternScanner) throws -> Term {
    switch scanner.peek {
    case "\"": return .text(Array(try scanner.takeQuoted().utf8))
    case "%": return .regex(try scanner.takeRegex())
    default:
      let word = scanner.takeWhile { $0 == "_" || $0.isLetter || $0.isNumber }
      guard !word.isEmpty, scanner.peek.map(\.isWhitespace) ?? true else {
        throw PatternScanner.invalid
      }
      return .text(Array(word.utf8))
    }
  }

  /// Whether a line matches; optional terms beside plain ones do not count, as on AWS.
  func matches(_ message: String) -> Bool {
    var message = message
    return message.withUTF8 { line in
      guard !excluded.contains(where: { $0.isIn(line) }) else { return false }
      guard required.isEmpty, !optional.isEmpty else {
        return required.allSatisfy { $0.isIn(line) }
      }
      return optional.contains { $0.isIn(line) }
    }
  }
}

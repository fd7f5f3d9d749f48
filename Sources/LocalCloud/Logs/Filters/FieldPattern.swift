internal import JSONValue

/// A pattern on the fields of a line that spaces divide: `[ip, user, status = 4*, bytes > 100]`.
struct FieldPattern: Sendable {
  private struct Test: Sendable {
    let sign: String
    let value: PatternValue
  }

  private enum Field: Sendable {
    /// A field with its tests: one list of tests that must all hold, or another, and so on.
    case one(name: String, tests: [[Test]])
    /// Any number of fields.
    case ellipsis
  }

  private var fields: [Field] = []

  /// The names of its fields.
  var names: [String] {
    fields.compactMap { if case .one(let name, _) = $0 { name } else { nil } }
  }

  /// Reads a pattern in brackets.
  ///
  /// - Throws: `CloudError` where it is malformed.
  init(_ scanner: inout PatternScanner) throws {
    guard scanner.take("[") else { throw PatternScanner.invalid }
    repeat {
      scanner.skipSpace()
      if scanner.take("...") {
        fields.append(.ellipsis)
      } else {
        fields.append(try FieldPattern.field(&scanner))
      }
      scanner.skipSpace()
    } while scanner.take(",")
    guard scanner.take("]") else { throw PatternScanner.invalid }
  }

  private static func field(_ scanner: inout PatternScanner) throws -> Field {
    let name = self.name(&scanner)
    guard !name.isEmpty else { throw PatternScanner.invalid }
    var tests: [[Test]] = []
    guard let first = try test(&scanner) else { return .one(name: name, tests: []) }
    tests.append([first])
    while true {
      scanner.skipSpace()
      let isOr = scanner.take("||")
      guard isOr || scanner.take("&&") else { return .one(name: name, tests: tests) }
      scanner.skipSpace()
      guard self.name(&scanner) == name, let next = try test(&scanner) else {
        throw PatternScanner.invalid
      }
      if isOr { tests.append([next]) } else { tests[tests.count - 1].append(next) }
    }
  }

  private static func name(_ scanner: inout PatternScanner) -> String {
    scanner.takeWhile { $0 == "_" || $0 == "-" || $0.isLetter || $0.isNumber }
  }

  private static func test(_ scanner: inout PatternScanner) throws -> Test? {
    scanner.skipSpace()
    guard let sign = ["!=", "<=", ">=", "=", "<", ">"].first(where: { scanner.take($0) }) else {
      return nil
    }
    return Test(sign: sign, value: try PatternValue(&scanner, stops: ",]&|"))
  }

  /// Whether a line matches.
  func matches(_ message: String) -> Bool { assigned(FieldPattern.split(message)) != nil }

  /// The named fields of a line.
  func extractedValues(_ message: String) -> JSONObject {
    JSONObject((assigned(FieldPattern.split(message)) ?? []).map { ("$" + $0, .string($1)) })
  }

  /// The fields by name, where the line has the pattern's shape and all tests hold.
  private func assigned(_ words: [String]) -> [(String, String)]? {
    let ellipsis = fields.firstIndex { if case .ellipsis = $0 { true } else { false } }
    guard let ellipsis else {
      return words.count == fields.count ? assigned(fields[...], words[...]) : nil
    }
    let tail = fields[(ellipsis + 1)...].filter { if case .one = $0 { true } else { false } }
    guard words.count >= ellipsis + tail.count,
      let head = assigned(fields[..<ellipsis], words[..<ellipsis]),
      let end = assigned(tail[...], words.suffix(tail.count))
    else { return nil }
    let skipped = words.dropFirst(ellipsis).dropLast(tail.count)
    return head + skipped.enumerated().map { (String(ellipsis + $0.offset + 1), $0.element) } + end
  }

  private func assigned(
    _ fields: ArraySlice<Field>,
    _ words: ArraySlice<String>
  ) -> [(String, String)]? {
    var values: [(String, String)] = []
    for (field, word) in zip(fields, words) {
      guard case .one(let name, let tests) = field else { continue }
      let holds =
        tests.isEmpty
        || tests.contains { all in all.allSatisfy { $0.value.holds($0.sign, of: word) } }
      guard holds else { return nil }
      values.append((name, word))
    }
    return values
  }

  /// The words of a line; text in brackets or double quotes is one.
  private static func split(_ message: String) -> [String] {
    var words: [String] = []
    var rest = message[...]
    // A mark that does not end once does not end later either.
    var endless: Set<Character> = []
    while true {
      rest = rest.drop { $0 == " " || $0 == "\t" }
      guard let first = rest.first else { return words }
      let end: Character? = first == "[" ? "]" : first == "\"" ? "\"" : nil
      let close = end.flatMap { end in
        endless.contains(end) ? nil : rest.dropFirst().firstIndex(of: end)
      }
      if let close {
        words.append(String(rest[rest.index(after: rest.startIndex)..<close]))
        rest = rest[rest.index(after: close)...]
      } else {
        if let end { endless.insert(end) }
        let word = rest.prefix { $0 != " " && $0 != "\t" }
        words.append(String(word))
        rest = rest.dropFirst(word.count)
      }
    }
  }
}

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

  /// The names of its fields, and the places of those before an ellipsis that have none.
  var names: [String] {
    fields.enumerated().compactMap { offset, field in
      if case .one(let name, _) = field { name.isEmpty ? String(offset + 1) : name } else { nil }
    }
  }

  /// Reads a pattern in brackets.
  ///
  /// - Throws: `PatternFault` where it is malformed.
  init(_ scanner: inout PatternScanner) throws(PatternFault) {
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
    guard scanner.take("]") else {
      throw scanner.peek.map { .characters(String($0)) } ?? PatternScanner.invalid
    }
    if fields.count == 1, case .one("", _) = fields[0] { throw PatternScanner.invalid }
  }

  /// Reads a field; its name may be missing, as in `[ip, , code]`, and then nothing is asked of it.
  private static func field(_ scanner: inout PatternScanner) throws(PatternFault) -> Field {
    let name = self.name(&scanner)
    guard !name.isEmpty else { return .one(name: "", tests: []) }
    var tests: [[Test]] = []
    guard let first = try test(&scanner) else { return .one(name: name, tests: []) }
    tests.append([first])
    while true {
      scanner.skipSpace()
      let isOr = scanner.take("||")
      guard isOr || scanner.take("&&") else { return .one(name: name, tests: tests) }
      scanner.skipSpace()
      // The documentation writes `w1=ERROR || W1=WARNING`.
      guard self.name(&scanner).lowercased() == name.lowercased(),
        let next = try test(&scanner)
      else { throw PatternScanner.invalid }
      if isOr { tests.append([next]) } else { tests[tests.count - 1].append(next) }
    }
  }

  private static func name(_ scanner: inout PatternScanner) -> String {
    scanner.takeWhile { $0 == "_" || $0 == "-" || $0.isLetter || $0.isNumber }
  }

  private static func test(_ scanner: inout PatternScanner) throws(PatternFault) -> Test? {
    scanner.skipSpace()
    guard let sign = ["!=", "<=", ">=", "=", "<", ">"].first(where: { scanner.take($0) }) else {
      return nil
    }
    return Test(sign: sign, value: try PatternValue(&scanner, after: sign, stops: ",]&|"))
  }

  /// Whether a line matches.
  func matches(_ message: String) -> Bool { assigned(FieldPattern.split(message)) != nil }

  /// The named fields of a line.
  func extractedValues(_ message: String) -> JSONObject {
    JSONObject((assigned(FieldPattern.split(message)) ?? []).map { ("$" + $0, .string($1)) })
  }

  /// The fields by name, where the line has the pattern's shape and all tests hold; what has no name
  /// is called after its place, counted from 1.
  private func assigned(_ words: [String]) -> [(String, String)]? {
    var runs = fields.split(omittingEmptySubsequences: false) { field in
      if case .ellipsis = field { true } else { false }
    }
    let head = runs.removeFirst()
    guard let tail = runs.popLast() else {
      return words.count == head.count ? assigned(head, words[...]) : nil
    }
    guard words.count >= head.count + tail.count,
      var found = assigned(head, words[..<head.count]),
      let end = assigned(tail, words.suffix(tail.count))
    else { return nil }
    // Each run between two ellipses counts where it first holds, which leaves most to the others.
    var middle = words.dropFirst(head.count).dropLast(tail.count)
    for run in runs {
      let starts = middle.indices.prefix(max(0, middle.count - run.count + 1))
      let hit = starts.lazy.compactMap { start in
        assigned(run, words[start..<start + run.count]).map { (start, $0) }
      }.first
      guard let (start, values) = hit else { return nil }
      found += FieldPattern.byPlace(middle[..<start]) + values
      middle = middle[(start + run.count)...]
    }
    return found + FieldPattern.byPlace(middle) + end
  }

  private static func byPlace(_ words: ArraySlice<String>) -> [(String, String)] {
    zip(words.indices, words).map { (String($0 + 1), $1) }
  }

  private func assigned(
    _ fields: ArraySlice<Field>,
    _ words: ArraySlice<String>
  ) -> [(String, String)]? {
    var values: [(String, String)] = []
    for (field, (place, word)) in zip(fields, zip(words.indices, words)) {
      guard case .one(let name, let tests) = field else { continue }
      let holds =
        tests.isEmpty
        || tests.contains { all in all.allSatisfy { $0.value.holds($0.sign, of: word) } }
      guard holds else { return nil }
      values.append((name.isEmpty ? String(place + 1) : name, word))
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

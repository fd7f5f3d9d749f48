internal import CustomerDomain
internal import Dashboard

/// A filter made ready for being asked of a million rows.
///
/// What needs no text is asked first, then what is cheap; a line is taken apart only where a part of
/// it is asked for.
struct LogMatcher: Sendable {
  fileprivate enum Test: Sendable {
    case finder(TextFinder, word: String)
    case pattern(LogPattern, word: String?)
    case field(FieldTest)
    case level(LogFilter.Relation, LogEvent.Level)
    case group(String)
    case source(Wildcard)
  }

  private struct Term {
    let test: Test
    let isInverse: Bool
  }

  /// What a group's name says of each term that it can decide.
  private struct GroupVerdict {
    /// Whether some term fails for all rows of the group.
    var isOut = false
    /// The terms that hold for all rows of the group.
    var settled: Set<Int> = []
  }

  /// The words of the filter that people wrote.
  let words: [String]
  private var terms: [Term] = []
  private var verdicts: [Int: GroupVerdict] = [:]

  /// Lets all through.
  init() { words = [] }

  /// Prepares a filter.
  ///
  /// - Throws: `LogFilter.Problem` where a regular expression cannot be read.
  init(_ filter: LogFilter) throws(LogFilter.Problem) {
    words = filter.words
    for term in filter.terms {
      terms.append(Term(test: try LogMatcher.test(term.test), isInverse: term.isInverse))
    }
    terms.sort { $0.test.cost < $1.test.cost }
  }

  private static func test(_ test: LogFilter.Test) throws(LogFilter.Problem) -> Test {
    switch test {
    case .text(let text):
      // Letters beyond ASCII have cases, too, which PCRE2 knows.
      if let finder = TextFinder(text) { return .finder(finder, word: text) }
      let expression = LogFilter.expression(for: text)
      return .pattern(try LogPattern(expression, ignoresCase: true), word: text)
    case .pattern(let expression, let ignoresCase):
      return .pattern(try LogPattern(expression, ignoresCase: ignoresCase), word: nil)
    case .field(let path, let relation, let value):
      return .field(FieldTest(path: path, relation: relation, value: value))
    case .level(let relation, let level): return .level(relation, level)
    case .group(let text): return .group(text.lowercased())
    case .source(let text): return .source(Wildcard(text))
    }
  }

  /// Whether everything is let through.
  var isEmpty: Bool { terms.isEmpty }

  /// Whether some term can only be told from a row's text.
  var needsText: Bool { terms.contains { $0.test.needsText } }

  /// Whether a row may pass as far as its traits and its group tell.
  mutating func mayPass(_ row: LogRow, group: @autoclosure () -> String) -> Bool {
    guard !terms.isEmpty else { return true }
    let verdict = verdict(row.group, group)
    guard !verdict.isOut else { return false }
    for term in terms {
      if case .level(let relation, .error) = term.test,
        let holds = LogMatcher.isError(row, relation)
      {
        guard holds != term.isInverse else { return false }
      }
    }
    return true
  }

  /// Whether a row passes, of which `mayPass` has said that it may; one that takes too long to tell does,
  /// as a line that is hidden is missed.
  func passes(_ row: LogRow, _ message: UnsafeBufferPointer<UInt8>) -> Bool {
    let settled = verdicts[row.group]?.settled ?? []
    for (index, term) in terms.enumerated() where !settled.contains(index) {
      if holds(term.test, row, message) == term.isInverse { return false }
    }
    return true
  }

  private func holds(
    _ test: Test,
    _ row: LogRow,
    _ message: UnsafeBufferPointer<UInt8>
  ) -> Bool? {
    switch test {
    case .finder(let finder, _): finder.isIn(message)
    case .pattern(let pattern, _): pattern.matches(message)
    case .field(let field): field.holds(message)
    case .level(let relation, let level):
      (level == .error ? LogMatcher.isError(row, relation) : nil)
        ?? LogLevelTest.holds(relation, level, message)
    case .group, .source: false
    }
  }

  /// Whether the level stands so to an error's, where the row's traits tell.
  private static func isError(_ row: LogRow, _ relation: LogFilter.Relation) -> Bool? {
    switch relation {
    case .equal, .atLeast: row.isError
    case .more: false
    case .less, .notEqual: row.isError ? false : nil
    case .atMost: nil
    }
  }

  private mutating func verdict(_ number: Int, _ group: () -> String) -> GroupVerdict {
    if let known = verdicts[number] { return known }
    let name = group()
    let source = name.split(separator: "/").last.map(String.init) ?? name
    var verdict = GroupVerdict()
    for (index, term) in terms.enumerated() {
      let holds: Bool?
      switch term.test {
      case .finder(_, let word), .pattern(_, let word?):
        // The source stands in the row as the message does.
        holds = source.lowercased().contains(word.lowercased()) ? true : nil
      case .group(let text): holds = name.lowercased().contains(text)
      case .source(let wildcard): holds = wildcard.matches(source)
      default: holds = nil
      }
      guard let holds else { continue }
      if holds == term.isInverse { verdict.isOut = true } else { verdict.settled.insert(index) }
    }
    verdicts[number] = verdict
    return verdict
  }

  /// Whether what passes may have been found by a regular expression.
  var hasPatterns: Bool {
    terms.contains { term in
      if case .pattern(_, nil) = term.test { !term.isInverse } else { false }
    }
  }

  /// What the patterns find in a message.
  func found(in message: String) -> [String] {
    var message = message
    return message.withUTF8 { bytes in
      terms.compactMap { term in
        guard !term.isInverse, case .pattern(let pattern, nil) = term.test else { return nil }
        return pattern.found(in: bytes)
      }
    }
  }
}

extension LogMatcher.Test {
  /// What asks for less is asked first.
  fileprivate var cost: Int {
    switch self {
    case .group, .source: 0
    case .level(_, .error): 1
    case .finder: 2
    case .pattern: 3
    case .level, .field: 4
    }
  }

  /// Whether it can only be told from a row's text.
  fileprivate var needsText: Bool {
    switch self {
    case .group, .source: false
    case .level(let relation, .error): relation != .equal && relation != .atLeast
    default: true
    }
  }
}

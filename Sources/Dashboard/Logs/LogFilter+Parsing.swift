internal import CustomerDomain

extension LogFilter {
  /// Reads what a person wrote.
  ///
  /// - Throws: `Problem` where it cannot be read.
  package init(parsing text: String) throws(Problem) {
    var reader = LogFilterReader(text)
    terms = try reader.terms()
  }
}

/// Reads a filter's text from left to right.
private struct LogFilterReader {
  private let text: [Character]
  private var position = 0

  init(_ text: String) { self.text = Array(text) }

  private var next: Character? { position < text.count ? text[position] : nil }

  /// Reads all terms.
  mutating func terms() throws(LogFilter.Problem) -> [LogFilter.Term] {
    var terms: [LogFilter.Term] = []
    while true {
      while next?.isWhitespace == true { position += 1 }
      guard let first = next else { return terms }
      var isInverse = false
      if first == "-" || first == "!", position + 1 < text.count,
        !text[position + 1].isWhitespace
      {
        isInverse = true
        position += 1
      }
      let isQuoted = next == "\""
      if let test = try test() {
        terms.append(.init(test, isInverse: isInverse, isQuoted: isQuoted))
      }
    }
  }

  private mutating func test() throws(LogFilter.Problem) -> LogFilter.Test? {
    if let pattern = pattern() { return pattern }
    if next == "\"" {
      let phrase = try quoted()
      return phrase.isEmpty ? nil : .text(phrase)
    }
    if let test = try named() { return test }
    var word = ""
    while let character = next, !character.isWhitespace {
      word.append(character)
      position += 1
    }
    return .text(word)
  }

  /// `/…/` or `/…/i`, where it ends as a word does; anything else that begins with a slash is a path.
  private mutating func pattern() -> LogFilter.Test? {
    guard next == "/" else { return nil }
    var body = ""
    var index = position + 1
    while index < text.count {
      if text[index] == "\\", index + 1 < text.count {
        if text[index + 1] != "/" { body.append(text[index]) }
        body.append(text[index + 1])
        index += 2
        continue
      }
      if text[index] == "/", !body.isEmpty {
        var end = index + 1
        let isMarked = end < text.count && text[end] == "i"
        if isMarked { end += 1 }
        if end == text.count || text[end].isWhitespace {
          position = end
          return .pattern(
            body,
            ignoresCase: isMarked || !LogFilterReader.hasCapital(body)
          )
        }
      }
      body.append(text[index])
      index += 1
    }
    return nil
  }

  /// Whether a pattern has a capital letter that stands for itself; one without matches any case.
  private static func hasCapital(_ pattern: String) -> Bool {
    var isEscaped = false
    for character in pattern {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character.isUppercase {
        return true
      }
    }
    return false
  }

  private mutating func quoted() throws(LogFilter.Problem) -> String {
    position += 1
    var phrase = ""
    while let character = next {
      position += 1
      if character == "\"" { return phrase }
      if character == "\\", let escaped = next, escaped == "\"" || escaped == "\\" {
        phrase.append(escaped)
        position += 1
      } else {
        phrase.append(character)
      }
    }
    throw .init("a \" is missing at the end")
  }

  /// `name=value` and its like; leaves everything as it is where no such thing stands here.
  private mutating func named() throws(LogFilter.Problem) -> LogFilter.Test? {
    let start = position
    var index = position
    while index < text.count, LogFilterReader.isName(text[index]) { index += 1 }
    let name = String(text[start..<index])
    guard let first = name.first, first.isLetter || "_@$".contains(first), index < text.count
    else { return nil }
    let isColon = text[index] == ":" && LogFilterReader.special.contains(name.lowercased())
    guard isColon || "=!<>".contains(text[index]) else { return nil }
    guard isColon || text[index] != "!" || index + 1 < text.count && text[index + 1] == "=" else {
      return nil
    }
    position = index
    let relation = isColon ? LogFilter.Relation.equal : self.relation()
    if isColon { position += 1 }
    let isQuoted = next == "\""
    let value = try self.value()
    guard !value.isEmpty || isQuoted else {
      throw .init("\(name)\(isColon ? ":" : relation.rawValue) needs a value")
    }
    return try test(name, isColon: isColon, relation, value)
  }

  private static let special = ["level", "group", "source"]

  private static func isName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_-.@$".contains(character)
  }

  private mutating func relation() -> LogFilter.Relation {
    let first = next
    position += 1
    let isTwo = next == "="
    if isTwo { position += 1 }
    switch first {
    case "<": return isTwo ? .atMost : .less
    case ">": return isTwo ? .atLeast : .more
    case "!": return .notEqual
    default: return .equal
    }
  }

  private mutating func value() throws(LogFilter.Problem) -> String {
    if next == "\"" { return try quoted() }
    var value = ""
    while let character = next, !character.isWhitespace {
      value.append(character)
      position += 1
    }
    return value
  }

  private func test(
    _ name: String,
    isColon: Bool,
    _ relation: LogFilter.Relation,
    _ value: String
  ) throws(LogFilter.Problem) -> LogFilter.Test {
    switch name.lowercased() {
    case "level":
      guard let level = LogEvent.Level(named: value) else {
        throw .init("there is no level \(value): debug, info, warn and error are")
      }
      return .level(relation, level)
    case "group" where isColon: return .group(value)
    case "source" where isColon: return .group(value)
    case "source" where relation == .equal: return .source(value)
    default: break
    }
    if relation != .equal, relation != .notEqual, Double(value) == nil {
      throw .init("\(name)\(relation.rawValue) needs a number, and \(value) is none")
    }
    let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return .field(path: path, relation, value: value)
  }
}

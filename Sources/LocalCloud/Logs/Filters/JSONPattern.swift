internal import JSONValue

/// A pattern on the members of a JSON line: `{ $.a = "x" && ($.b > 3 || $.c IS NULL) }`.
struct JSONPattern: Sendable {
  private indirect enum Condition: Sendable {
    case any([Condition])
    case all([Condition])
    case compare(Selector, String, PatternValue)
    case isNull(Selector)
    case isBool(Selector, Bool)
    case notExists(Selector)
  }

  /// Where in a line a condition looks.
  struct Selector: Sendable {
    /// One step below the line's top.
    enum Step: Sendable {
      /// The member of an object that has this name.
      case member(String)
      /// The element of an array, counted from zero.
      case index(Int)
    }

    fileprivate(set) var text = "$"
    fileprivate(set) var steps: [Step] = []

    fileprivate init() {}

    /// Reads a selector that stands alone; `nil` where it is malformed.
    init?(_ text: String) {
      var scanner = PatternScanner(text)
      guard let read = try? JSONPattern.selector(&scanner), scanner.isAtEnd else { return nil }
      self = read
    }

    /// What it selects of a line, as text; `nil` where the line is no JSON or has nothing there.
    func value(in message: String) -> String? {
      JSONPattern.document(message).flatMap { node(in: $0) }.flatMap(JSONPattern.text)
    }

    fileprivate func node(in line: JSON) -> JSON? {
      var node: JSON? = line
      for step in steps {
        switch step {
        case .member(let name): node = node?[name]
        case .index(let index): node = node?[index]
        }
      }
      return node
    }
  }

  private let condition: Condition

  /// Reads a pattern in braces.
  ///
  /// - Throws: `CloudError` where it is malformed.
  init(_ scanner: inout PatternScanner) throws {
    guard scanner.take("{") else { throw PatternScanner.invalid }
    condition = try JSONPattern.disjunction(&scanner, depth: 0)
    scanner.skipSpace()
    guard scanner.take("}") else { throw PatternScanner.invalid }
  }

  private static func disjunction(
    _ scanner: inout PatternScanner,
    depth: Int
  ) throws -> Condition {
    guard depth < 100 else { throw PatternScanner.invalid }
    var parts = [try conjunction(&scanner, depth: depth)]
    scanner.skipSpace()
    while scanner.take("||") {
      parts.append(try conjunction(&scanner, depth: depth))
      scanner.skipSpace()
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private static func conjunction(
    _ scanner: inout PatternScanner,
    depth: Int
  ) throws -> Condition {
    var parts = [try single(&scanner, depth: depth)]
    scanner.skipSpace()
    while scanner.take("&&") {
      parts.append(try single(&scanner, depth: depth))
      scanner.skipSpace()
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private static func single(_ scanner: inout PatternScanner, depth: Int) throws -> Condition {
    scanner.skipSpace()
    if scanner.take("(") {
      let inner = try disjunction(&scanner, depth: depth + 1)
      scanner.skipSpace()
      guard scanner.take(")") else { throw PatternScanner.invalid }
      return inner
    }
    let selector = try selector(&scanner)
    scanner.skipSpace()
    if let sign = ["!=", "<=", ">=", "=", "<", ">"].first(where: { scanner.take($0) }) {
      return .compare(selector, sign, try PatternValue(&scanner, stops: "(){}&|"))
    }
    if scanner.takeWord("IS") {
      scanner.skipSpace()
      if scanner.takeWord("NULL") { return .isNull(selector) }
      if scanner.takeWord("TRUE") { return .isBool(selector, true) }
      if scanner.takeWord("FALSE") { return .isBool(selector, false) }
    } else if scanner.takeWord("NOT") {
      scanner.skipSpace()
      if scanner.takeWord("EXISTS") { return .notExists(selector) }
    }
    throw PatternScanner.invalid
  }

  fileprivate static func selector(_ scanner: inout PatternScanner) throws -> Selector {
    guard scanner.take("$") else { throw PatternScanner.invalid }
    var selector = Selector()
    while true {
      if scanner.take("[") {
        if scanner.peek == "\"" || scanner.peek == "'" {
          let name = try quotedName(&scanner)
          selector.text += "['\(name)']"
          selector.steps.append(.member(name))
        } else {
          guard let index = Int(scanner.takeWhile(\.isNumber)) else { throw PatternScanner.invalid }
          selector.text += "[\(index)]"
          selector.steps.append(.index(index))
        }
        guard scanner.take("]") else { throw PatternScanner.invalid }
      } else if scanner.take(".") {
        let name = scanner.takeWhile { $0 == "_" || $0 == "-" || $0.isLetter || $0.isNumber }
        if name.isEmpty, scanner.peek == "[" { continue }
        guard !name.isEmpty else { throw PatternScanner.invalid }
        selector.text += "." + name
        selector.steps.append(.member(name))
      } else {
        guard !selector.steps.isEmpty else { throw PatternScanner.invalid }
        return selector
      }
    }
  }

  private static func quotedName(_ scanner: inout PatternScanner) throws -> String {
    guard scanner.take("'") else { return try scanner.takeQuoted() }
    let name = scanner.takeWhile { $0 != "'" }
    guard scanner.take("'") else { throw PatternScanner.invalid }
    return name
  }

  /// Whether a line is JSON and matches.
  func matches(_ message: String) -> Bool {
    guard let line = JSONPattern.document(message) else { return false }
    return JSONPattern.holds(condition, line)
  }

  /// The document that a line holds; most lines that are none are told apart by their first byte.
  fileprivate static func document(_ message: String) -> JSON? {
    guard let first = message.utf8.first(where: { $0 > 0x20 }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else { return nil }
    return try? JSON(parsing: message)
  }

  private static func holds(_ condition: Condition, _ line: JSON) -> Bool {
    switch condition {
    case .any(let parts): parts.contains { holds($0, line) }
    case .all(let parts): parts.allSatisfy { holds($0, line) }
    case .isNull(let selector): selector.node(in: line)?.isNull ?? false
    case .isBool(let selector, let value): selector.node(in: line)?.bool == value
    case .notExists(let selector): selector.node(in: line) == nil
    case .compare(let selector, let sign, let value):
      selector.node(in: line).flatMap(text).map { value.holds(sign, of: $0) } ?? false
    }
  }

  /// A value node as text; objects, arrays and null have none.
  fileprivate static func text(_ node: JSON) -> String? {
    switch node {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// The members that the pattern names.
  func extractedValues(_ message: String) -> JSONObject {
    guard let line = JSONPattern.document(message) else { return [:] }
    var values: JSONObject = [:]
    for selector in JSONPattern.selectors(condition) {
      guard let text = selector.node(in: line).flatMap(JSONPattern.text) else { continue }
      values[selector.text] = .string(text)
    }
    return values
  }

  private static func selectors(_ condition: Condition) -> [Selector] {
    switch condition {
    case .any(let parts), .all(let parts): parts.flatMap(selectors)
    case .compare(let selector, _, _), .isNull(let selector), .isBool(let selector, _),
      .notExists(let selector):
      [selector]
    }
  }
}

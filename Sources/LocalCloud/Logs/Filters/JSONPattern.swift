internal import JSONValue

/// A pattern on the members of a JSON line: `{ $.a = "x" && ($.b > 3 || $.c IS NULL) }`.
struct JSONPattern: Sendable {
  private indirect enum Condition: Sendable {
    case any([Condition])
    case all([Condition])
    case compare(JSONSelector, String, PatternValue)
    case isNull(JSONSelector)
    case isBool(JSONSelector, Bool)
    case notExists(JSONSelector)
  }

  /// The most selectors with a wildcard that a pattern may have.
  private static let mostWildcards = 3

  private let condition: Condition

  /// Reads a pattern in braces.
  ///
  /// - Throws: `PatternFault` where it is malformed.
  init(_ scanner: inout PatternScanner) throws(PatternFault) {
    guard scanner.take("{") else { throw PatternScanner.invalid }
    condition = try JSONPattern.disjunction(&scanner, depth: 0)
    scanner.skipSpace()
    guard scanner.take("}"),
      JSONPattern.selectors(condition).count(where: \.hasWildcard) <= JSONPattern.mostWildcards
    else { throw PatternScanner.invalid }
  }

  private static func disjunction(
    _ scanner: inout PatternScanner,
    depth: Int
  ) throws(PatternFault) -> Condition {
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
  ) throws(PatternFault) -> Condition {
    var parts = [try single(&scanner, depth: depth)]
    scanner.skipSpace()
    while scanner.take("&&") {
      parts.append(try single(&scanner, depth: depth))
      scanner.skipSpace()
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private static func single(_ scanner: inout PatternScanner, depth: Int) throws(PatternFault)
    -> Condition
  {
    scanner.skipSpace()
    if scanner.take("(") {
      let inner = try disjunction(&scanner, depth: depth + 1)
      scanner.skipSpace()
      guard scanner.take(")") else { throw PatternScanner.invalid }
      return inner
    }
    let selector = try JSONSelector(&scanner)
    scanner.skipSpace()
    if let sign = ["!=", "<=", ">=", "=", "<", ">"].first(where: { scanner.take($0) }) {
      return .compare(selector, sign, try PatternValue(&scanner, after: sign, stops: "(){}&|"))
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

  /// Whether a line is JSON and matches.
  func matches(_ message: String) -> Bool {
    guard let line = JSONPattern.document(message) else { return false }
    return JSONPattern.holds(condition, line)
  }

  /// The document that a line holds; most lines that are none are told apart by their first byte.
  static func document(_ message: String) -> JSON? {
    guard let first = message.utf8.first(where: { $0 > 0x20 }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else { return nil }
    return try? JSON(parsing: message)
  }

  private static func holds(_ condition: Condition, _ line: JSON) -> Bool {
    switch condition {
    case .any(let parts): parts.contains { holds($0, line) }
    case .all(let parts): parts.allSatisfy { holds($0, line) }
    case .isNull(let selector): selector.nodes(in: line).contains(where: \.isNull)
    case .isBool(let selector, let value): selector.nodes(in: line).contains { $0.bool == value }
    case .notExists(let selector): selector.nodes(in: line).isEmpty
    case .compare(let selector, let sign, let value):
      selector.nodes(in: line).contains { text($0).map { value.holds(sign, of: $0) } ?? false }
    }
  }

  /// A node as text; objects, arrays and null have none.
  static func text(_ node: JSON) -> String? {
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

  private static func selectors(_ condition: Condition) -> [JSONSelector] {
    switch condition {
    case .any(let parts), .all(let parts): parts.flatMap(selectors)
    case .compare(let selector, _, _), .isNull(let selector), .isBool(let selector, _),
      .notExists(let selector):
      [selector]
    }
  }
}

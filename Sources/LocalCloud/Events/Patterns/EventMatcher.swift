internal import JSONValue

/// One of the values or comparisons that a pattern lists.
enum EventMatcher: Sendable {
  /// The same JSON value.
  case exact(JSON)
  /// A text that compares well.
  case text(TextMatcher)
  /// Whether there is a value at all.
  case exists(Bool)
  /// A number within all of the bounds; a sign is `=`, `<`, `<=`, `>` or `>=`.
  case numeric([(sign: String, bound: JSONNumber)])
  /// A value that none of these matches.
  case anythingBut([EventMatcher])
  /// A text that is an IP address in the block.
  case cidr(AddressBlock)

  /// Whether a value, or one of the elements where it is an array, matches.
  func matches(_ value: JSON?) -> Bool {
    if case .exists(let isThere) = self { return EventMatcher.hasLeaf(value) == isThere }
    switch value {
    case nil, .object: return false
    case .array(let elements): return elements.contains { matches($0) }
    case .some(let value): return matches(scalar: value)
    }
  }

  /// Whether there is a value that is no object.
  private static func hasLeaf(_ value: JSON?) -> Bool {
    switch value {
    case nil, .object: false
    case .array(let elements): elements.contains { hasLeaf($0) }
    default: true
    }
  }

  private func matches(scalar value: JSON) -> Bool {
    switch self {
    case .exact(let own): return own == value
    case .text(let matcher): return value.string.map(matcher.matches) ?? false
    case .exists(let isThere): return isThere
    case .numeric(let bounds):
      guard let number = value.number else { return false }
      return bounds.allSatisfy { EventMatcher.holds(number, $0.sign, $0.bound) }
    case .anythingBut(let matchers): return !matchers.contains { $0.matches(scalar: value) }
    case .cidr(let block): return value.string.map(block.contains) ?? false
    }
  }

  private static func holds(_ number: JSONNumber, _ sign: String, _ bound: JSONNumber) -> Bool {
    switch sign {
    case "=": number == bound
    case "<": number < bound
    case "<=": number <= bound
    case ">": bound < number
    default: bound <= number
    }
  }
}

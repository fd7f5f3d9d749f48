internal import JSONValue

extension EventMatcher {
  /// Reads one entry of a pattern's list.
  ///
  /// - Throws: `CloudError` where it is not valid.
  init(_ entry: JSON) throws {
    switch entry {
    case .null, .bool, .number, .string: self = .exact(entry)
    case .array:
      throw EventsError.invalidPattern("Match value must be String, number, true, false, or null")
    case .object(let members):
      guard members.count == 1, let name = members.keys.first, let value = members[name] else {
        throw EventsError.invalidPattern("Only one key allowed in match expression")
      }
      self = try EventMatcher.comparison(name, value)
    }
  }

  private static func comparison(_ name: String, _ value: JSON) throws -> EventMatcher {
    switch name {
    case "exists":
      guard let isThere = value.bool else {
        throw EventsError.invalidPattern("exists match pattern must be either true or false.")
      }
      return .exists(isThere)
    case "numeric": return .numeric(try bounds(value))
    case "cidr": return .cidr(try AddressBlock(value))
    case "anything-but": return .anythingBut(try excluded(value))
    case "prefix", "suffix":
      if let inner = value["equals-ignore-case"] {
        guard let text = inner.string else {
          throw EventsError.invalidPattern(
            "equals-ignore-case match pattern must be a string"
          )
        }
        return .text(
          name == "prefix"
            ? .prefix(text.lowercased(), ignoresCase: true)
            : .suffix(text.lowercased(), ignoresCase: true)
        )
      }
      guard let text = value.string else {
        throw EventsError.invalidPattern("\(name) match pattern must be a string")
      }
      return .text(
        name == "prefix"
          ? .prefix(text, ignoresCase: false) : .suffix(text, ignoresCase: false)
      )
    case "equals-ignore-case":
      guard let text = value.string else {
        throw EventsError.invalidPattern("equals-ignore-case match pattern must be a string")
      }
      return .text(.equalIgnoringCase(text.lowercased()))
    case "wildcard": return .text(.wildcard(try wildcard(value)))
    default: throw EventsError.invalidPattern("Unrecognized match type \(name)")
    }
  }

  private static func wildcard(_ value: JSON) throws -> EventWildcard {
    guard let text = value.string else {
      throw EventsError.invalidPattern("wildcard match pattern must be a string")
    }
    return try EventWildcard(text)
  }

  private static func bounds(_ value: JSON) throws -> [(sign: String, bound: JSONNumber)] {
    guard let parts = value.array else {
      throw EventsError.invalidPattern("Value of numeric must be an array.")
    }
    guard !parts.isEmpty else {
      throw EventsError.invalidPattern("Invalid member in numeric match: ]")
    }
    var rest = parts[...]
    let first = try bound(&rest, following: nil)
    guard !rest.isEmpty else { return [first] }
    guard first.sign.hasPrefix(">") else { throw tooManyElements }
    let second = try bound(&rest, following: first.sign)
    guard rest.isEmpty else { throw tooManyElements }
    guard first.bound < second.bound else {
      throw EventsError.invalidPattern("Bottom must be less than top")
    }
    return [first, second]
  }

  private static let tooManyElements = EventsError.invalidPattern(
    "Too many elements in numeric expression"
  )

  /// Takes a sign and its number; after a lower bound only an upper one may come.
  private static func bound(
    _ rest: inout ArraySlice<JSON>,
    following earlier: String?
  ) throws -> (sign: String, bound: JSONNumber) {
    let given = rest.popFirst() ?? .null
    let signs = ["=", "<", "<=", ">", ">="]
    guard let sign = given.string, earlier != nil || signs.contains(sign) else {
      throw EventsError.invalidPattern(
        earlier.map { "Bad value of \($0): \(given.text())" }
          ?? "Unrecognized numeric range operator: \(given.string ?? given.text())"
      )
    }
    guard let number = rest.popFirst()?.number else {
      throw EventsError.invalidPattern("Value of \(sign) must be numeric")
    }
    guard earlier == nil || sign == "<" || sign == "<=" else {
      throw EventsError.invalidPattern("Bad numeric range operator: \(sign)")
    }
    return (sign, number)
  }

  private static func excluded(_ value: JSON) throws -> [EventMatcher] {
    switch value {
    case .string, .number: return [.exact(value)]
    case .array(let values):
      guard !values.isEmpty else {
        throw EventsError.invalidPattern("Empty arrays are not allowed")
      }
      guard
        values.allSatisfy({ $0.string != nil }) || values.allSatisfy({ $0.number != nil })
      else {
        throw EventsError.invalidPattern(
          "Inside anything but list, start|null|boolean is not supported."
        )
      }
      return values.map { .exact($0) }
    case .object(let members):
      guard members.count == 1, let name = members.keys.first, let inner = members[name] else {
        throw EventsError.invalidPattern("Only one key allowed in match expression")
      }
      return try excluded(name, inner)
    default: throw unsupportedExclusion
    }
  }

  private static let unsupportedExclusion = EventsError.invalidPattern(
    "Value of anything-but must be an array or single string/number value."
  )

  private static func excluded(_ name: String, _ inner: JSON) throws -> [EventMatcher] {
    if name == "prefix" || name == "suffix", inner.object != nil { throw unsupportedExclusion }
    let values = inner.array ?? [inner]
    return try values.map { value in
      switch name {
      case "prefix", "suffix":
        guard let text = value.string else {
          throw EventsError.invalidPattern("prefix/suffix match pattern must be a string")
        }
        guard !text.isEmpty else {
          throw EventsError.invalidPattern("Null prefix/suffix not allowed")
        }
        return .text(
          name == "prefix"
            ? .prefix(text, ignoresCase: false) : .suffix(text, ignoresCase: false)
        )
      case "equals-ignore-case":
        guard let text = value.string else {
          throw EventsError.invalidPattern(
            "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not "
              + "supported."
          )
        }
        return .text(.equalIgnoringCase(text.lowercased()))
      case "wildcard": return .text(.wildcard(try wildcard(value)))
      default: throw EventsError.invalidPattern("Unsupported anything-but pattern: \(name)")
      }
    }
  }
}
